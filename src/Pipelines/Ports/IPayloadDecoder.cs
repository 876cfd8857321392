using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Ports;

/// <summary>
/// Splits payload bytes into raw records. Pure: the same bytes give the same records. A record that cannot be split is yielded with
/// its <see cref="RawRecord.Fault"/>; a payload that cannot be read at all throws <see cref="ConnectorException"/> of kind Payload.
/// </summary>
public interface IPayloadDecoder
{
    /// <summary>The yielded instance is reused: valid until the next move.</summary>
    IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, CancellationToken ct);

    /// <summary>How <see cref="RawRecord.Position"/> is shown to people: a template with <c>{0}</c>, such as <c>第{0}行</c>.</summary>
    string LocationTemplate { get; }
}
