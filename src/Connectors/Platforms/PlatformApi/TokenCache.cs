using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>
/// The access token, fetched by one caller at a time while the others wait. Its age is measured on the monotonic clock, so a clock that jumps neither
/// keeps a dead token nor throws a good one away.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "the semaphore's wait handle is never made, so there is nothing to release")]
internal sealed class TokenCache(IExchangeApi api, PlatformApiSettings settings, TimeProvider time)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile TokenGrant? _grant;

    /// <summary>A token other than <paramref name="refused"/>. Errors: <see cref="HttpFaultException"/>, <see cref="ConnectorException"/> of kind Config for unresolvable credentials.</summary>
    public async Task<TokenGrant> GetAsync(TokenGrant? refused, CancellationToken ct)
    {
        if (Usable(refused) is { } current)
        {
            return current;
        }

        await _gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (Usable(refused) is { } fetchedMeanwhile)
            {
                return fetchedMeanwhile;
            }

            var grant = await FetchAsync(ct).ConfigureAwait(false);
            _grant = grant.Refusal is null ? grant : null;
            return grant;
        }
        finally
        {
            _gate.Release();
        }
    }

    private TokenGrant? Usable(TokenGrant? refused) =>
        _grant is { } grant && !ReferenceEquals(grant, refused) && time.GetElapsedTime(grant.FetchedAt) < grant.Lifetime ? grant : null;

    private async Task<TokenGrant> FetchAsync(CancellationToken ct)
    {
        long started = time.GetTimestamp();
        var answer = await api.PostTokenAsync(settings.ClientId.Resolve(), settings.ClientSecret.Resolve(), ct).ConfigureAwait(false);
        if (answer.Status != 200)
        {
            return TokenGrant.Refused(Refusal(answer));
        }

        return Read(answer.Body, started) ?? TokenGrant.Refused(new DeliveryAnswer(AnswerKind.Transient, 200, OperatorMessage: "the token endpoint answered 200 without a token: check the address"));
    }

    private static DeliveryAnswer Refusal(HttpAnswer answer) => answer.Status switch
    {
        429 => new DeliveryAnswer(AnswerKind.Later, 429, RetryAfter: answer.RetryAfter),
        503 when answer.RetryAfter is not null => new DeliveryAnswer(AnswerKind.Later, 503, RetryAfter: answer.RetryAfter),
        408 or >= 500 => new DeliveryAnswer(AnswerKind.Transient, answer.Status, OperatorMessage: $"the token endpoint answered {answer.Status}"),
        >= 300 and < 400 => new DeliveryAnswer(AnswerKind.Config, answer.Status, OperatorMessage: "the token endpoint redirects; redirects are not followed: correct the address"),
        _ => new DeliveryAnswer(AnswerKind.Config, answer.Status, OperatorMessage: $"the token endpoint answered {answer.Status}: check address, clientId and clientSecret"),
    };

    private static TokenGrant? Read(ReadOnlyMemory<byte> body, long started)
    {
        try
        {
            using var document = JsonDocument.Parse(body, AnswerText.DocumentOptions);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("access_token", out var token) || token.ValueKind != JsonValueKind.String
                || token.GetString() is not { Length: > 0 and < 8192 } text || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
            {
                return null;
            }

            double seconds = root.TryGetProperty("expires_in", out var expires) && expires.ValueKind == JsonValueKind.Number && expires.TryGetDouble(out double said) && said > 0
                ? Math.Min(said, 86_400)
                : 300;
            return new TokenGrant(text, started, TimeSpan.FromSeconds(seconds - Math.Min(30, seconds / 10)), null);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
