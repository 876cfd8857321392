namespace CreditHub.Pipelines.Model;

/// <summary>What a run asks of its source.</summary>
/// <param name="From">The stored cursor; <see cref="Cursor.Start"/> for a full run.</param>
/// <param name="FromDate">First Beijing day of a window run, else null.</param>
/// <param name="ToDate">Last Beijing day of a window run, else null.</param>
/// <param name="Subject">Subject code of a subject run, else null.</param>
public sealed record FetchWindow(Cursor From, DateOnly? FromDate = null, DateOnly? ToDate = null, string? Subject = null);
