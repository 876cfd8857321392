using System.Runtime.CompilerServices;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Pipelines.Previews;

/// <summary>Columns without a record, to learn whether a mapping fits them.</summary>
internal sealed class ColumnsOnly(IReadOnlyList<string> columns) : IPayloadDecoder
{
    /// <inheritdoc/>
    public string LocationTemplate => "{0}";

    /// <inheritdoc/>
    public IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, CancellationToken ct) => DecodeAsync(payload, _ => { }, ct);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, Action<IReadOnlyList<string>> columnsKnown, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        columnsKnown(columns);
        yield break;
    }
}
