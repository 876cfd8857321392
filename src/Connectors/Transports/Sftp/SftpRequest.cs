using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CreditHub.Connectors.Transports.Sftp;

/// <summary>One message to the server: length, type, number, then the fields in order.</summary>
internal sealed class SftpRequest
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    /// <summary><paramref name="number"/>: null for the greeting, which has none.</summary>
    public SftpRequest(SftpPart part, uint? number)
    {
        Number(0);
        _bytes.Write([(byte)part]);
        if (number is { } given)
        {
            Number(given);
        }
    }

    public SftpRequest Number(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
        return this;
    }

    public SftpRequest Long(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
        return this;
    }

    public SftpRequest Bytes(ReadOnlySpan<byte> value)
    {
        Number((uint)value.Length);
        _bytes.Write(value);
        return this;
    }

    public SftpRequest Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    /// <summary>The whole message.</summary>
    public ReadOnlyMemory<byte> ToMemory()
    {
        byte[] message = _bytes.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(message, (uint)(message.Length - 4));
        return message;
    }
}
