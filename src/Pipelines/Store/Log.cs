using Microsoft.Extensions.Logging;

namespace CreditHub.Pipelines.Store;

/// <summary>Events 1400–1499.</summary>
internal static partial class Log
{
    [LoggerMessage(1400, LogLevel.Debug, "The books could not be asked about {Count} rows ahead ({ErrorType}); they are asked when the rows are merged")]
    public static partial void NotAskedAhead(this ILogger logger, int count, string errorType);
}
