using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Turns a landed payload into records: decode, map, normalise, check. Pure: no clock, no database, no random; the payload's day is an argument.</summary>
internal interface INormalizer
{
    /// <summary>
    /// Records of the payload in order, each either accepted, excluded or rejected; the instance is reused. Throws <see cref="ConnectorException"/> of kind Payload
    /// when the payload as a whole cannot be read (a mapped or required column is missing, wrong encoding, no header).
    /// </summary>
    IAsyncEnumerable<Record> ReadAsync(Stream payload, IPayloadDecoder decoder, DateOnly receivedOn, CancellationToken ct);

    /// <summary>Columns of the payload read last that no field takes: dropped, never stored. Names only.</summary>
    IReadOnlyList<string> UnknownColumns { get; }

    /// <summary>Those of <see cref="UnknownColumns"/> that must never be collected.</summary>
    IReadOnlyList<string> ForbiddenColumns { get; }

    /// <summary>Raw beside normalised for the record yielded last; for preview, not for the hot path.</summary>
    IReadOnlyList<FieldTrace> Trace();

    /// <summary>What time decides about the record yielded last; for preview, not for the hot path.</summary>
    RecordTimes Times();
}
