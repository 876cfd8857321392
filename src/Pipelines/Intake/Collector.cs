using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Intake;

/// <summary>Step 1: fetches everything a run asks for and lands it. Nothing is in the books until all of it is landed.</summary>
internal sealed class Collector(LandingZone zone, TimeProvider time)
{
    /// <summary>Payloads in merge order; one that cannot be taken as a whole is listed as refused with its reason.</summary>
    public async Task<List<LandedPayload>> CollectAsync(
        ConnectorDefinition connector, ISource source, IPayloadDecoder decoder, FetchWindow window, long runId, Action<int> landed, CancellationToken ct)
    {
        var payloads = new List<LandedPayload>();
        await foreach (var fetched in source.FetchAsync(window, ct))
        {
            payloads.Add(await LandAsync(connector, fetched, decoder, runId, payloads.Count, ct));
            landed(payloads.Count);
        }

        return payloads;
    }

    private async Task<LandedPayload> LandAsync(
        ConnectorDefinition connector, FetchedPayload fetched, IPayloadDecoder decoder, long runId, int ordinal, CancellationToken ct)
    {
        var receivedAt = time.GetUtcNow();
        var file = new LandedFile("", "", 0);
        string? refused = null;
        string location = decoder.LocationTemplate;
        try
        {
            await using var stream = await fetched.OpenAsync(ct);
            file = await zone.LandAsync(stream, runId, ordinal, connector.Limits.MaxPayloadBytes, ct);
            await using var landed = zone.Open(file.Path)!;
            location = decoder.LocationOf(landed);
        }
        catch (ConnectorException e) when (e.Kind == FailureKind.Payload)
        {
            refused = e.OperatorMessage;
        }

        return new LandedPayload
        {
            RunId = runId, Ordinal = ordinal, Connector = connector.Name, Name = fetched.Name,
            Sha256 = file.Sha256, Bytes = file.Bytes, Path = file.Path, Location = location,
            ReceivedAt = receivedAt, ReceivedOn = Beijing.DayOf(receivedAt),
            IsDocument = fetched.IsDocument, SkipsSameContent = fetched.SkipsSameContent,
            Cursor = fetched.CursorAfter.Value, Declared = fetched.Declared?.Invoke(),
            Outcome = refused is null ? null : "refused", Reason = refused ?? "",
        };
    }
}
