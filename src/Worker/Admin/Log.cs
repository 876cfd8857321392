namespace CreditHub.Worker.Admin;

/// <summary>Event ids 5100–5199.</summary>
internal static partial class Log
{
    [LoggerMessage(5100, LogLevel.Information, "Admin endpoint at {Address}")]
    public static partial void AdminListening(this ILogger logger, string address);

    [LoggerMessage(5101, LogLevel.Warning, "Port {Port} is taken (another worker on this machine?); the admin endpoint gets another")]
    public static partial void AdminPortTaken(this ILogger logger, int port);

    [LoggerMessage(5102, LogLevel.Error, "The audit trail cannot be written ({Reason}); writing calls are refused until it can")]
    public static partial void AuditUnwritable(this ILogger logger, string reason);

    [LoggerMessage(5103, LogLevel.Warning, "Admin endpoint locked for {Minutes} minutes for one address and key after {Failures} failures")]
    public static partial void AdminLockedOut(this ILogger logger, double minutes, int failures);

    [LoggerMessage(5104, LogLevel.Error, "An admin call failed: {Reason}")]
    public static partial void AdminCallFailed(this ILogger logger, string reason);

    [LoggerMessage(5105, LogLevel.Information, "Asked run of {Connector} ended: {Outcome}")]
    public static partial void AskedRunEnded(this ILogger logger, string connector, string outcome);
}
