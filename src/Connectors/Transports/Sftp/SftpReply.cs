using System.Buffers.Binary;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports.Sftp;

/// <summary>One message of the server, read field by field. What it says of its own lengths is checked.</summary>
internal sealed class SftpReply(SftpPart part, ReadOnlyMemory<byte> fields)
{
    private ReadOnlyMemory<byte> _rest = fields;

    public SftpPart Part => part;

    public uint Number() => BinaryPrimitives.ReadUInt32BigEndian(Take(4).Span);

    public long Long() => BinaryPrimitives.ReadInt64BigEndian(Take(8).Span);

    public ReadOnlyMemory<byte> Bytes()
    {
        uint length = Number();
        return length <= _rest.Length ? Take((int)length) : throw Damaged();
    }

    /// <summary>The status; Ok for any other answer.</summary>
    public SftpStatus Status() => part == SftpPart.Status ? (SftpStatus)Number() : SftpStatus.Ok;

    /// <summary>Size, kind and time of a file.</summary>
    public SftpAttributes Attributes()
    {
        const uint hasSize = 1, hasOwner = 2, hasMode = 4, hasTimes = 8, hasMore = 0x80000000;
        uint flags = Number();
        long size = (flags & hasSize) != 0 ? Long() : -1;
        if ((flags & hasOwner) != 0)
        {
            Long();
        }

        uint mode = (flags & hasMode) != 0 ? Number() : 0;
        uint modified = 0;
        if ((flags & hasTimes) != 0)
        {
            Number();
            modified = Number();
        }

        for (uint more = (flags & hasMore) != 0 ? Number() : 0; more > 0; more--)
        {
            Bytes();
            Bytes();
        }

        return new SftpAttributes(size, mode, DateTimeOffset.FromUnixTimeSeconds(modified));
    }

    public static ConnectorException Damaged() => new(FailureKind.Transient, "the server does not answer in SFTP: check host and port, and what its log-in prints");

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Damaged();
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
