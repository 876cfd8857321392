using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Pipelines.Runs;

/// <summary>Rows of a table in a format that could leave columns out, but does not.</summary>
internal sealed class TableDecoder(IPayloadDecoder inner) : IPayloadDecoder
{
    /// <inheritdoc/>
    public string LocationTemplate => inner.LocationTemplate;

    /// <inheritdoc/>
    public IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, CancellationToken ct) => inner.DecodeAsync(payload, ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, Action<IReadOnlyList<string>> columnsKnown, CancellationToken ct) => inner.DecodeAsync(payload, columnsKnown, ct);

    /// <inheritdoc/>
    public string LocationOf(Stream payload) => inner.LocationOf(payload);
}
