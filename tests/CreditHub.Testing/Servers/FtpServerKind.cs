namespace CreditHub.Testing;

/// <summary>What the FTP server speaks.</summary>
public enum FtpServerKind
{
    Plain,
    ExplicitTls,
    ImplicitTls,

    /// <summary>SFTP with a password, where OpenSSH would want the machine's own users.</summary>
    Sftp,
}
