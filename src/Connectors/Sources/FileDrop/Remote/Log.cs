using Microsoft.Extensions.Logging;

namespace CreditHub.Connectors.Sources.FileDrop.Remote;

/// <summary>Event ids 2300–2399.</summary>
internal static partial class Log
{
    [LoggerMessage(2300, LogLevel.Warning, "{Source}: {Count} entries of the server passed over: links, devices, or names with control characters or separators")]
    public static partial void RemoteEntriesPassedOver(ILogger logger, string source, int count);

    [LoggerMessage(2301, LogLevel.Information, "{Source}: {Count} files of the server changed while they were looked at or fetched and are left to the next run")]
    public static partial void RemoteFilesChanging(ILogger logger, string source, int count);

    [LoggerMessage(2302, LogLevel.Warning, "{Source}: {Count} files of the server are larger than {Megabytes} MiB and are left there: raise remote.maxFileMegabytes, or ask for smaller files")]
    public static partial void RemoteFilesTooLarge(ILogger logger, string source, int count, long megabytes);

    [LoggerMessage(2303, LogLevel.Warning, "{Source}: the server could not be asked ({Reason}); the files that wait here are taken")]
    public static partial void ServerNotAsked(ILogger logger, string source, string reason);
}
