using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Http;

/// <summary>
/// The access token, fetched by one caller at a time while the others wait. Its age is measured on the monotonic clock, so a clock that jumps neither
/// keeps a dead token nor throws a good one away. <paramref name="ask"/> asks the token endpoint once.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "the semaphore's wait handle is never made, so there is nothing to release")]
internal sealed class TokenCache(Func<CancellationToken, Task<HttpAnswer>> ask, JsonPath tokenPath, JsonPath expiresPath, TimeProvider time)
{
    private const double UnsaidSeconds = 300;
    private const double MostSeconds = 86_400;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowDuplicateProperties = false };
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile TokenGrant? _grant;

    /// <summary>Where RFC 6749 puts the token.</summary>
    public static JsonPath StandardToken { get; } = new("$.access_token", ["access_token"]);

    /// <summary>Where RFC 6749 puts its life in seconds.</summary>
    public static JsonPath StandardExpires { get; } = new("$.expires_in", ["expires_in"]);

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
            _grant = grant.Token is null ? null : grant;
            return grant;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The other side does not know this token any more: the next caller fetches a new one.</summary>
    public void Refuse(TokenGrant grant)
    {
        if (ReferenceEquals(_grant, grant))
        {
            _grant = null;
        }
    }

    private TokenGrant? Usable(TokenGrant? refused) =>
        _grant is { } grant && !ReferenceEquals(grant, refused) && time.GetElapsedTime(grant.FetchedAt) < grant.Lifetime ? grant : null;

    private async Task<TokenGrant> FetchAsync(CancellationToken ct)
    {
        long started = time.GetTimestamp();
        var answer = await ask(ct).ConfigureAwait(false);
        return answer.Status == 200 ? Read(answer, started) : new TokenGrant(null, started, TimeSpan.Zero, answer);
    }

    private TokenGrant Read(HttpAnswer answer, long started)
    {
        var none = new TokenGrant(null, started, TimeSpan.Zero, answer);
        try
        {
            using var document = JsonDocument.Parse(answer.Body, Options);
            if (tokenPath.Find(document.RootElement) is not { ValueKind: JsonValueKind.String } token
                || token.GetString() is not { Length: > 0 and < 8192 } text || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
            {
                return none;
            }

            double seconds = Seconds(expiresPath.Find(document.RootElement));
            return new TokenGrant(text, started, TimeSpan.FromSeconds(seconds - Math.Min(30, seconds / 10)), answer);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return none;
        }
    }

    private static double Seconds(JsonElement? life) =>
        life is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out double said) && said > 0 ? Math.Min(said, MostSeconds) : UnsaidSeconds;
}
