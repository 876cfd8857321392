using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Platforms.SoapRows;

/// <summary>A service that can be asked what became of a row.</summary>
internal sealed class SoapRowsWithQuery(SoapRowsSettings settings, HttpCall call, Uri address) : SoapRowsPlatform(settings, call, address), IReceiptLookup
{
    private readonly SoapRowsSettings _settings = settings;

    /// <inheritdoc/>
    public Task<DeliveryAnswer> FindAsync(Guid packetId, CancellationToken ct) =>
        Task.FromResult(new DeliveryAnswer(AnswerKind.Unknown, OperatorMessage: "a row is found by its delivery only"));

    /// <inheritdoc/>
    public Task<DeliveryAnswer> FindAsync(Delivery delivery, CancellationToken ct) => delivery.Records.Count == 1
        ? CallAsync(_settings.QueryMethod!, SoapText.Row(_settings.QueryRow, delivery.Records[0]), delivery, AnswerKind.Transient, ct)
        // such a packet was never sent: rows go one by one
        : Task.FromResult(new DeliveryAnswer(AnswerKind.NotReceived));
}
