using System.Text.Json;
using CreditHub.Connectors.Exchange;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Platforms.PlatformApi.Wire;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>
/// Speaks the reference platform protocol, version 1, in the platform's own form where <paramref name="wire"/> gives one, at a platform that cannot be asked for
/// receipts: what became of a packet is found by sending it again under its id. Sends once for each call: the relay repeats. Answers are values; only cancellation throws.
/// Thread-safe.
/// </summary>
internal class PlatformApiPlatform(ExchangeClient api, TokenCache tokens, WireForm? wire = null) : IPlatform, IHoldings, IFeedback
{
    private readonly WireReader? _reader = wire is null ? null : new(wire);
    private readonly WireWriter? _writer = wire is null ? null : new(wire);

    /// <inheritdoc/>
    public ComposedDelivery Compose(Delivery delivery) => _writer?.Compose(delivery) ?? PacketWriter.Compose(delivery);

    /// <inheritdoc/>
    public async Task<PlatformLimits?> GetLimitsAsync(CancellationToken ct)
    {
        PlatformLimits? limits = null;
        await AskAsync(
            async (token, stop) => await api.GetLimitsAsync(token, stop).ConfigureAwait(false) is var answer && _reader is null ? answer : _reader!.Limits(answer),
            answer =>
            {
                limits = answer.Status == 200 ? ReadLimits(answer.Body) : null;
                return new DeliveryAnswer(AnswerKind.Answered, answer.Status);
            },
            AnswerKind.Transient,
            ct).ConfigureAwait(false);
        return wire is { OneRecord: true } ? (limits ?? new PlatformLimits(1, int.MaxValue, int.MaxValue, int.MaxValue)) with { MaxRecords = 1 } : limits;
    }

    /// <inheritdoc/>
    public Task<DeliveryAnswer> SendAsync(ComposedDelivery delivery, CancellationToken ct)
    {
        if (wire is { OneRecord: true } && delivery.Delivery.Records.Count > 1)
        {
            return Task.FromResult(new DeliveryAnswer(AnswerKind.TooLarge, OperatorMessage: "the platform takes one record a call"));
        }

        var packet = new Packet(delivery.Delivery.Dataset, delivery.Delivery.PacketId, delivery.Body, delivery.Sha256);
        return AskAsync(
            async (token, stop) => await api.PostPacketAsync(token, packet, stop).ConfigureAwait(false) is var answer && _reader is null ? answer : _reader!.Receipt(answer, delivery.Delivery),
            answer => PacketAnswer.Classify(answer, delivery.Delivery),
            AnswerKind.Unknown,
            ct,
            rounds: 1);
    }

    /// <summary>What became of a packet, by its id and, where a form is set, by what was sent.</summary>
    protected Task<DeliveryAnswer> AskReceiptAsync(Guid packetId, Delivery? delivery, CancellationToken ct) => AskAsync(
        async (token, stop) => await api.GetReceiptAsync(token, packetId, stop).ConfigureAwait(false) is var answer && (_reader is null || delivery is null) ? answer : _reader!.Receipt(answer, delivery!),
        answer => ReceiptAnswer.Classify(answer, packetId),
        AnswerKind.Transient,
        ct);

    /// <inheritdoc/>
    public Task<PlatformPage<Holding>> ListHoldingsAsync(string dataset, string after, CancellationToken ct) =>
        ListAsync($"{dataset}/holdings", after, 1000, ListReader.Holdings, ct);

    /// <inheritdoc/>
    public Task<PlatformPage<FeedbackItem>> ListFeedbackAsync(string after, CancellationToken ct) =>
        ListAsync("feedback", after, 500, ListReader.Feedback, ct);

    private async Task<PlatformPage<T>> ListAsync<T>(string list, string after, int limit, Func<HttpAnswer, PlatformPage<T>> read, CancellationToken ct)
    {
        PlatformPage<T>? page = null;
        var answer = await AskAsync(
            async (token, stop) => await api.GetListAsync(token, list, after, limit, stop).ConfigureAwait(false) is var got && _reader is null ? got : _reader!.Page(got),
            got =>
            {
                page = read(got);
                return page.Fault ?? new DeliveryAnswer(AnswerKind.Answered, got.Status);
            },
            AnswerKind.Transient,
            ct).ConfigureAwait(false);
        return page ?? ListReader.Fault<T>(answer);
    }

    /// <summary>
    /// Token, request, and on a 401 one more time with a new token; a packet is repeated by the relay instead, which books each request that carries
    /// records. <paramref name="whenLost"/>: what an answer that never came whole means for this request.
    /// </summary>
    private async Task<DeliveryAnswer> AskAsync(
        Func<string, CancellationToken, Task<HttpAnswer>> ask, Func<HttpAnswer, DeliveryAnswer> classify, AnswerKind whenLost, CancellationToken ct,
        int rounds = 2)
    {
        TokenGrant? refused = null;
        bool asking = false;
        try
        {
            for (int round = 0; round < rounds; round++)
            {
                asking = false;
                var grant = await tokens.GetAsync(refused, ct).ConfigureAwait(false);
                if (grant.Token is null)
                {
                    return TokenAnswer.Refusal(grant.Answer);
                }

                asking = true;
                var answer = await ask(grant.Token, ct).ConfigureAwait(false);
                if (answer.Status != 401)
                {
                    return classify(answer);
                }

                refused = grant;
                tokens.Refuse(grant);
            }

            return new DeliveryAnswer(rounds == 1 ? AnswerKind.TokenEnded : AnswerKind.Config, 401, OperatorMessage: "the platform refuses a fresh token (401): check the client's rights there");
        }
        catch (HttpFaultException fault)
        {
            // losing the answer of the token endpoint says nothing about the packet: it was not sent
            return OfFault(fault, asking ? whenLost : AnswerKind.Transient);
        }
        catch (ConnectorException credentials)
        {
            return new DeliveryAnswer(AnswerKind.Config, OperatorMessage: credentials.OperatorMessage);
        }
    }

    private static DeliveryAnswer OfFault(HttpFaultException fault, AnswerKind whenLost) => fault.Fault switch
    {
        HttpFault.NotSent => new DeliveryAnswer(AnswerKind.Transient, OperatorMessage: fault.Message),
        HttpFault.Untrusted => new DeliveryAnswer(AnswerKind.Config, OperatorMessage: fault.Message),
        HttpFault.Lost or HttpFault.TooLarge => new DeliveryAnswer(whenLost, OperatorMessage: fault.Message),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static PlatformLimits? ReadLimits(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, AnswerText.DocumentOptions);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && Positive(root, "maxRecords") is { } records && Positive(root, "maxBytes") is { } bytes
                && Positive(root, "requestsPerMinute") is { } perMinute && Positive(root, "maxInFlight") is { } inFlight
                ? new PlatformLimits(records, bytes, perMinute, inFlight)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int? Positive(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number > 0 ? number : null;
}
