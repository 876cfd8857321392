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

    /// <summary>
    /// The same, and calls <paramref name="columnsKnown"/> once before the first record with the columns that all records will have: a payload with a
    /// header and no records can then be told from one with a wrong header. What it throws ends the reading. Not called when columns come record by record.
    /// </summary>
    IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, Action<IReadOnlyList<string>> columnsKnown, CancellationToken ct) => DecodeAsync(payload, ct);

    /// <summary>How <see cref="RawRecord.Position"/> is shown to people: a template with <c>{0}</c>, such as <c>第{0}行</c>.</summary>
    string LocationTemplate { get; }

    /// <summary>
    /// The template for one payload, when it depends on what is in it (the files of an archive): see <see cref="RecordLocation"/>. The stream is seekable and stays
    /// open. Errors: <see cref="ConnectorException"/> of kind Payload.
    /// </summary>
    string LocationOf(Stream payload) => LocationTemplate;

    /// <summary>
    /// True where every record has all columns, also the empty ones (text files, sheets): a column that the mapping names and the payload lacks is then a
    /// fault of the payload. False where a record leaves out what is empty (JSON, XML): only what a record must have and none of the payload's has is missing.
    /// </summary>
    bool FixedColumns => true;
}
