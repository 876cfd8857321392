using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Databases.Reading;

/// <summary>
/// Rows that were read, as a payload: <c>{"rows":[{"column":"text",…},…]}</c>, for the decoder <c>Json</c> with <c>"records": "$.rows"</c>. Null stands for NULL.
/// <paramref name="Last"/>: place of the last row, where it has one; <paramref name="Known"/>: of the last one not dated beyond tomorrow, to be stored: one row with a
/// mistyped year must not hide all that follow; <paramref name="Keys"/>: key and time stamp of every row, where they are asked for.
/// </summary>
internal sealed record RowPage(FileStream File, long Rows, long? Declared, RowPlace? Last, RowPlace? Known, bool More, IReadOnlyList<MarkKey> Keys) : IAsyncDisposable
{
    public FetchedPayload ToPayload(string name, Cursor after) => new(name, _ => Task.FromResult<Stream>(File), after, () => Declared ?? Rows);

    public ValueTask DisposeAsync() => File.DisposeAsync();
}
