namespace CreditHub.Connectors.Transports;

/// <summary>How files travel.</summary>
internal enum TransportKind
{
    /// <summary>SSH file transfer, through the OpenSSH client.</summary>
    Sftp,

    /// <summary>FTP without encryption, passive, through curl.</summary>
    Ftp,

    /// <summary>FTP over TLS, passive, certificate checked, through curl.</summary>
    Ftps,
}
