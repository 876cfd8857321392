using Microsoft.Extensions.Logging;

namespace CreditHub.Connectors.Sources.FileDrop;

/// <summary>Event ids 2100–2199.</summary>
internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Warning, "{Source}: {Count} matching entries passed over: links, pipes, devices, files with several names, or names with control characters")]
    public static partial void EntriesPassedOver(ILogger logger, string source, int count);

    [LoggerMessage(2101, LogLevel.Information, "{Source}: {Count} files are still being written and left to the next run")]
    public static partial void FilesStillChanging(ILogger logger, string source, int count);

    [LoggerMessage(2103, LogLevel.Warning, "{Source}: {Count} entries whose names are no UTF-8 (written in GBK?) are not collected: rename them, or have them written with UTF-8 names")]
    public static partial void NamesUnreadable(ILogger logger, string source, int count);

    [LoggerMessage(2104, LogLevel.Warning, "{Source}: {Count} files may not be read by the service user and are left: grant it access")]
    public static partial void FilesNotReadable(ILogger logger, string source, int count);

    [LoggerMessage(2102, LogLevel.Warning, "{Source}: every account of this machine may write into the inbox directory: take that permission away (chmod o-w), or anybody can hand in data in the supplier's name")]
    public static partial void InboxWritableByOthers(ILogger logger, string source);
}
