namespace CreditHub.Pipelines.Model;

/// <summary>What a source hands over: one file or one query window, to be landed exactly as received.</summary>
/// <param name="Name">Name for people, without a directory: file name or window. No personal data. At most 255 characters.</param>
/// <param name="OpenAsync">Opens the bytes; called once per landing.</param>
/// <param name="CursorAfter">Where the source is once this payload is merged.</param>
/// <param name="Declared">Records the source itself says it sends; null when it says nothing.</param>
public sealed record FetchedPayload(
    string Name,
    Func<CancellationToken, Task<Stream>> OpenAsync,
    Cursor CursorAfter,
    Func<long?>? Declared = null)
{
    /// <summary>Somebody made it to be read, such as a form or a file: without rows it says that there is nothing (零报告). An answer without rows says less.</summary>
    public bool IsDocument { get; init; }

    /// <summary>Need not be read when the same bytes are in the books already and reading them again would change nothing. Ignored for snapshots and full runs.</summary>
    public bool SkipsSameContent { get; init; }
}
