using Microsoft.Extensions.Logging;

namespace CreditHub.Pipelines.Runs;

/// <summary>Events 1000–1099.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Run {RunId} of {Source} started ({Kind})")]
    public static partial void RunStarted(this ILogger logger, long runId, string source, string kind);

    [LoggerMessage(1001, LogLevel.Information, "Run {RunId} of {Source} resumed")]
    public static partial void RunResumed(this ILogger logger, long runId, string source);

    [LoggerMessage(1002, LogLevel.Information, "Run {RunId} of {Source} ended {Outcome}: {Count} read, {Rejected} rejected, {ElapsedMs} ms")]
    public static partial void RunEnded(this ILogger logger, long runId, string source, string outcome, long count, long rejected, long elapsedMs);

    [LoggerMessage(1003, LogLevel.Warning, "Run {RunId} of {Source} set a payload aside: {Reason}")]
    public static partial void PayloadRefused(this ILogger logger, long runId, string source, string reason);

    [LoggerMessage(1004, LogLevel.Warning, "Run {RunId} of {Source} is deferred: {Reason}")]
    public static partial void RunDeferred(this ILogger logger, long runId, string source, string reason);

    [LoggerMessage(1005, LogLevel.Error, "Run {RunId} of {Source} failed: {Reason}")]
    public static partial void RunFailed(this ILogger logger, long runId, string source, string reason);

    [LoggerMessage(1006, LogLevel.Error, "Run {RunId} of {Source} met a defect: {ErrorType} at {Place}")]
    public static partial void RunDefect(this ILogger logger, long runId, string source, string errorType, string place);

    [LoggerMessage(1007, LogLevel.Information, "Run {RunId} of {Source} interrupted; the next start continues it")]
    public static partial void RunInterrupted(this ILogger logger, long runId, string source);

    [LoggerMessage(1008, LogLevel.Warning, "{Source} could not be told that its payloads are in the books: {Reason}")]
    public static partial void SourceNotTold(this ILogger logger, string source, string reason);

    [LoggerMessage(1009, LogLevel.Warning, "Run {RunId} of {Source}: no record of {Count} payloads has {Column}, by which records are deleted: none was. Check deletion, or ask the supplier")]
    public static partial void DeletionColumnAbsent(this ILogger logger, long runId, string source, string column, int count);

    [LoggerMessage(1010, LogLevel.Warning, "Run {RunId} of {Source}: what it fetched in vain could not be removed now ({ErrorType}); it is tried again")]
    public static partial void PayloadsNotRemoved(this ILogger logger, long runId, string source, string errorType);
}
