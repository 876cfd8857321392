using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CreditHub.Connectors.Sources.Rest.Answers;

/// <summary>A record's bytes in 128 bits of SHA-256: whether two are the same, nothing else.</summary>
internal static class RowDigest
{
    public static UInt128 Of(ReadOnlySpan<byte> row)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(row, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
