using System.Buffers.Binary;
using System.Globalization;

namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>
/// The number of a packet: 22 digits that rise with time, made from the packet id alone, so that the same packet has the same number for ever and no
/// counter can be lost. Numbers are unique, not without gaps. Pure.
/// </summary>
internal static class PacketNumber
{
    public static string Of(Guid packetId)
    {
        Span<byte> bytes = stackalloc byte[16];
        packetId.TryWriteBytes(bytes, bigEndian: true, out _);
        ulong time = BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16;
        ulong rest = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) % 10_000_000;
        return string.Create(CultureInfo.InvariantCulture, $"{time:D15}{rest:D7}");
    }
}
