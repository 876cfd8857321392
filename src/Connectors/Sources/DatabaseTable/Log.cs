using Microsoft.Extensions.Logging;

namespace CreditHub.Connectors.Sources.DatabaseTable;

/// <summary>Event ids 2400–2499.</summary>
internal static partial class Log
{
    [LoggerMessage(2400, LogLevel.Warning, "{Source}: {Count} rows have no time stamp and are never collected as changes: ask the supplier to fill it, or choose the mode snapshot")]
    public static partial void RowsWithoutTime(ILogger logger, string source, long count);
}
