namespace CreditHub.Connectors.Transports.Sftp;

/// <summary>How a server ends a request. Values it may add are failures.</summary>
internal enum SftpStatus : uint
{
    Ok = 0,
    EndOfFile = 1,
    NoSuchFile = 2,
    PermissionDenied = 3,
    Failure = 4,
    Unsupported = 8,
}
