using System.Security.Cryptography;

namespace CreditHub.Connectors.NationalCryptography;

/// <summary>The block cipher SM4 in CBC mode with PKCS#7 padding: key and iv of 16 bytes. Hides, does not prove: what it carries is signed. Source: GB/T 32907-2016. Thread-safe.</summary>
internal static unsafe class Sm4
{
    public const int Block = 16;
    private static readonly nint Type = Libcrypto.IsThere() ? Libcrypto.FetchCipher(0, "SM4-CBC", 0) : 0;

    /// <summary>Errors: <see cref="CryptographicException"/>.</summary>
    public static byte[] Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> bytes) => Run(key, iv, bytes, encrypt: true);

    /// <summary>Errors: <see cref="CryptographicException"/>, without saying which part was wrong.</summary>
    public static byte[] Decrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> bytes) => Run(key, iv, bytes, encrypt: false);

    private static byte[] Run(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> bytes, bool encrypt)
    {
        if (Type == 0 || key.Length != Block || iv.Length != Block)
        {
            throw new CryptographicException("SM4 is not available, or key or iv have not 16 bytes");
        }

        byte[] target = new byte[bytes.Length + Block];
        nint cipher = Libcrypto.NewCipher();
        try
        {
            int written = 0, last = 0;
            fixed (byte* k = key, i = iv, source = bytes, to = target)
            {
                bool done = Libcrypto.InitCipher(cipher, Type, k, i, encrypt ? 1 : 0, 0) == 1
                    && Libcrypto.UpdateCipher(cipher, to, &written, source, bytes.Length) == 1
                    && Libcrypto.FinishCipher(cipher, to + written, &last) == 1;
                return done ? target[..(written + last)] : throw Failed();
            }
        }
        finally
        {
            Libcrypto.FreeCipher(cipher);
        }
    }

    private static CryptographicException Failed()
    {
        Libcrypto.ClearErrors();
        return new CryptographicException("SM4 failed");
    }
}
