namespace CreditHub.Worker.Jobs;

/// <summary>Event ids 5000–5099.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "Schedule reconciled: {Count} connectors by cron, {Removed} removed")]
    public static partial void ScheduleReconciled(this ILogger logger, int count, int removed);

    [LoggerMessage(5001, LogLevel.Information, "Delivery to {Platform} waits {Seconds} s: {Reason}")]
    public static partial void DeliveryWaits(this ILogger logger, string platform, double seconds, string reason);

    [LoggerMessage(5003, LogLevel.Warning, "The private database was gone and is started again")]
    public static partial void ClusterRestarted(this ILogger logger);

    [LoggerMessage(5005, LogLevel.Warning, "Waiting for delivery: {AtRisk} versions near their last day, {Overdue} past it (see: credithub deadlines)")]
    public static partial void DeadlinesInDanger(this ILogger logger, long atRisk, long overdue);

    [LoggerMessage(5006, LogLevel.Warning, "The working days of {Year} are not known: add config/calendars/workdays-{Year}.json; no deadline in that year is promised")]
    public static partial void CalendarMissing(this ILogger logger, int year);

    [LoggerMessage(5030, LogLevel.Warning, "The run of {Connector} at {Slot} UTC did not happen")]
    public static partial void SlotMissed(this ILogger logger, string connector, DateTime slot);

    [LoggerMessage(5031, LogLevel.Warning, "Nothing new from {Connector} since {Since} UTC; it was due by {DueOn} (see: credithub owed)")]
    public static partial void FeedStale(this ILogger logger, string connector, DateTime since, DateOnly? dueOn);

    [LoggerMessage(5004, LogLevel.Error, "The private database does not start: {Reason}")]
    public static partial void ClusterDown(this ILogger logger, string reason);

    [LoggerMessage(5020, LogLevel.Error, "{Count} withdrawals are past the working day allowed and not confirmed (see: credithub withdrawals --open)")]
    public static partial void WithdrawalsOverdue(this ILogger logger, long count);

    [LoggerMessage(5021, LogLevel.Warning, "{Count} withdrawals have waited for more than four hours, {Refused} were refused (see: credithub withdrawals --open)")]
    public static partial void WithdrawalsLate(this ILogger logger, long count, long refused);

    [LoggerMessage(5022, LogLevel.Warning, "{Count} repairs, objections or the like do not say clearly which record they mean (see: credithub withdrawals)")]
    public static partial void ActsUnclear(this ILogger logger, long count);

    [LoggerMessage(5007, LogLevel.Warning, "{Platform} was not compared whole: {Reason}")]
    public static partial void ReconciliationIncomplete(this ILogger logger, string platform, string reason);

    [LoggerMessage(5008, LogLevel.Warning, "The feedback of {Platform} cannot be read now: {Reason}")]
    public static partial void FeedbackUnread(this ILogger logger, string platform, string reason);

    [LoggerMessage(5009, LogLevel.Information, "The configuration was edited and is taken into use: {Digest}")]
    public static partial void ConfigTaken(this ILogger logger, string digest);

    [LoggerMessage(5010, LogLevel.Error, "The edited configuration has {Count} mistakes and is not used; the one before stays in use (see: credithub check). First: {Finding}")]
    public static partial void ConfigRefused(this ILogger logger, int count, string finding);

    [LoggerMessage(5011, LogLevel.Warning, "The edited configuration waits for its database; the one before stays in use until then. {Reason}")]
    public static partial void ConfigWaits(this ILogger logger, string reason);

    [LoggerMessage(5012, LogLevel.Information, "Kept for its time and removed: {Count} payloads ({Bytes} bytes), texts of {Rejected} refused rows")]
    public static partial void RetentionEnded(this ILogger logger, long count, long bytes, long rejected);

    [LoggerMessage(5002, LogLevel.Warning, "{Loop} waits for the database ({SqlState}); it goes on with its next round")]
    public static partial void RoundPutOff(this ILogger logger, string loop, string sqlState);

    [LoggerMessage(5023, LogLevel.Error, "{Loop} failed and goes on with its next round: {Fault}")]
    public static partial void RoundFailed(this ILogger logger, string loop, string fault);
}
