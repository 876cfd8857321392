namespace CreditHub.Connectors.Transports.Sftp;

/// <summary>What a server tells of an entry. <paramref name="Size"/>: −1 when not told.</summary>
internal readonly record struct SftpAttributes(long Size, uint Mode, DateTimeOffset Modified)
{
    /// <summary>A regular file of known size.</summary>
    public bool IsFile => (Mode & 0xF000) == 0x8000 && Size >= 0;

    public bool IsDirectory => (Mode & 0xF000) == 0x4000;
}
