using Microsoft.Extensions.Logging;

namespace CreditHub.Pipelines.Delivery;

/// <summary>Events 1100–1199.</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Information, "Delivery to {Platform} started")]
    public static partial void RelayStarted(this ILogger logger, string platform);

    [LoggerMessage(1101, LogLevel.Information, "Delivery to {Platform} ended: {Count} accepted, {Refused} refused, {Pending} pending")]
    public static partial void RelayEnded(this ILogger logger, string platform, long count, long refused, long pending);

    [LoggerMessage(1102, LogLevel.Warning, "{Platform} did not take a packet ({Outcome}, HTTP {Status}): {Reason}")]
    public static partial void PacketNotTaken(this ILogger logger, string platform, string outcome, int? status, string? reason);

    [LoggerMessage(1103, LogLevel.Error, "Delivery to {Platform} is paused: {Reason}")]
    public static partial void PlatformPaused(this ILogger logger, string platform, string reason);

    [LoggerMessage(1104, LogLevel.Error, "{Platform} does not take dataset {Dataset} from us; it is paused there: {Reason}")]
    public static partial void DatasetPaused(this ILogger logger, string platform, string dataset, string reason);

    [LoggerMessage(1105, LogLevel.Warning, "{Platform} holds a newer version of {Count} records of {Dataset}: order was broken somewhere")]
    public static partial void VersionsStale(this ILogger logger, string platform, int count, string dataset);

    [LoggerMessage(1106, LogLevel.Error, "Delivery to {Platform} met a defect: {ErrorType} at {Place}")]
    public static partial void RelayDefect(this ILogger logger, string platform, string errorType, string place);

    [LoggerMessage(1107, LogLevel.Warning, "Delivery to {Platform} waits for the database ({SqlState})")]
    public static partial void DatabaseAway(this ILogger logger, string platform, string sqlState);

    [LoggerMessage(1108, LogLevel.Error, "{Platform} still shows {Count} records that are withdrawn here; they are withdrawn there again")]
    public static partial void PublishedThoughWithdrawn(this ILogger logger, string platform, long count);

    [LoggerMessage(1109, LogLevel.Information, "Compared with {Platform}: {Count} records held there, {Differences} differences, {Again} sent again")]
    public static partial void Reconciled(this ILogger logger, string platform, long count, long differences, long again);

    [LoggerMessage(1110, LogLevel.Warning, "{Platform} found something later about {Count} records; {Rejected} went to quarantine")]
    public static partial void FeedbackRead(this ILogger logger, string platform, long count, long rejected);

    [LoggerMessage(1111, LogLevel.Information, "{Platform} told of {Count} repairs and objections; they take effect at every platform")]
    public static partial void FeedbackActed(this ILogger logger, string platform, long count);
}
