using CreditHub.Connectors.Transports.Ftp;
using CreditHub.Connectors.Transports.Sftp;

namespace CreditHub.Connectors.Transports;

/// <summary>Makes the transport that settings ask for.</summary>
internal static class FileTransports
{
    public static IFileTransport Create(TransportSettings settings) => settings.Kind switch
    {
        TransportKind.Sftp => new SftpTransport(settings),
        TransportKind.Ftp or TransportKind.Ftps => new FtpTransport(settings),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
