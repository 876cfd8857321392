using System.Security.Cryptography;

namespace CreditHub.Connectors.NationalCryptography;

/// <summary>The hash SM3: 32 bytes. Source: GB/T 32905-2016. Thread-safe.</summary>
internal static unsafe class Sm3
{
    /// <summary>The library's algorithm, fetched once and kept: 0 when there is none.</summary>
    public static nint Type { get; } = Libcrypto.IsThere() ? Libcrypto.FetchDigest(0, "SM3", 0) : 0;

    /// <summary>Errors: <see cref="CryptographicException"/> when the library has no SM3 (see <see cref="SmSelfTest"/>).</summary>
    public static byte[] Hash(ReadOnlySpan<byte> bytes)
    {
        byte[] digest = new byte[32];
        uint length = 0;
        fixed (byte* source = bytes, target = digest)
        {
            return Type != 0 && Libcrypto.Digest(source, (nuint)bytes.Length, target, &length, Type, 0) == 1 && length == 32
                ? digest
                : throw new CryptographicException("SM3 is not available");
        }
    }
}
