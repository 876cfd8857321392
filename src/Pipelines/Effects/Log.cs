using Microsoft.Extensions.Logging;

namespace CreditHub.Pipelines.Effects;

/// <summary>Events 1300–1399.</summary>
internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Information, "Acts took effect: {Count} records withdrawn, {Published} published again")]
    public static partial void ActsTookEffect(this ILogger logger, int count, int published);

    [LoggerMessage(1302, LogLevel.Information, "Publication terms over: {Count} records withdrawn")]
    public static partial void PublicationEnded(this ILogger logger, int count);

    [LoggerMessage(1303, LogLevel.Warning, "{Platform} may see less than it was sent: {Count} records withdrawn there, {Replaced} published again with less, {Excluded} ended in its queue")]
    public static partial void BoundaryBecameStricter(this ILogger logger, string platform, int count, int replaced, int excluded);

    [LoggerMessage(1304, LogLevel.Error, "{Platform} may not have {Count} of {Held} records of {Dataset} any more, or less of them: more than its limits allow to take back, a person must agree (see: credithub retract)")]
    public static partial void RetractionWaits(this ILogger logger, string platform, string dataset, int count, long held);

    [LoggerMessage(1301, LogLevel.Warning, "Acts wait, the database is not available ({Reason}); the next run continues")]
    public static partial void ActsWait(this ILogger logger, string reason);
}
