using Microsoft.Extensions.Logging;

namespace CreditHub.Pipelines.Subjects;

/// <summary>Events 1200–1299.</summary>
internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Information, "Subjects of run {RunId} found: {Count} records, {ElapsedMs} ms")]
    public static partial void SubjectsFound(this ILogger logger, long runId, long count, long elapsedMs);

    [LoggerMessage(1201, LogLevel.Warning, "Subjects wait, the database is not available ({Reason}); the next run continues")]
    public static partial void SubjectsWait(this ILogger logger, string reason);

    [LoggerMessage(1202, LogLevel.Error, "Subjects of run {RunId} met a defect: {ErrorType} at {Place}")]
    public static partial void SubjectsDefect(this ILogger logger, long runId, string errorType, string place);
}
