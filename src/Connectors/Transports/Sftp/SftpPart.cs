namespace CreditHub.Connectors.Transports.Sftp;

/// <summary>The messages of SFTP version 3 that we speak. Source: draft-ietf-secsh-filexfer-02.</summary>
internal enum SftpPart : byte
{
    Init = 1,
    Version = 2,
    Open = 3,
    Close = 4,
    Read = 5,
    Write = 6,
    LinkStatus = 7,
    HandleStatus = 8,
    OpenDirectory = 11,
    ReadDirectory = 12,
    Remove = 13,
    MakeDirectory = 14,
    Rename = 18,
    Status = 101,
    Handle = 102,
    Content = 103,
    Names = 104,
    Attributes = 105,
    Extended = 200,
}
