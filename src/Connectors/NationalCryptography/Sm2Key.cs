using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CreditHub.Connectors.NationalCryptography;

/// <summary>
/// An SM2 key on the recommended curve. Signatures and ciphertexts are DER, as GM/T 0009-2012 writes them; signatures bind the signer's id. Source: GB/T 32918-2016.
/// Thread-safe: every call has its own context.
/// </summary>
internal sealed unsafe class Sm2Key : SafeHandle
{
    /// <summary>The id that GM/T 0009-2012 gives those who agreed on none.</summary>
    public const string UsualId = "1234567812345678";

    private static readonly byte[] PublicPrefix = Convert.FromHexString("3059301306072A8648CE3D020106082A811CCF5501822D034200");
    private static readonly byte[] PrivatePrefix = Convert.FromHexString("30310201010420");
    private static readonly byte[] PrivateSuffix = Convert.FromHexString("A00A06082A811CCF5501822D");

    internal Sm2Key()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>A private key: PEM (PKCS#8 or SEC 1), or 64 hex digits. Errors: <see cref="CryptographicException"/>, which shows nothing of the key.</summary>
    public static Sm2Key Private(string text)
    {
        byte[] der = Der(text, 32, PrivatePrefix, PrivateSuffix);
        try
        {
            return Read(der, secret: true);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <summary>A public key: PEM, or 130 hex digits 04 x y. Errors: <see cref="CryptographicException"/>.</summary>
    public static Sm2Key Public(string text) => Read(Der(text, 65, PublicPrefix, []), secret: false);

    /// <summary>The public part as 130 hex digits 04 x y: what the partner needs. Errors: <see cref="CryptographicException"/>.</summary>
    public string PublicHex()
    {
        byte[] point = new byte[65];
        nuint written = 0;
        fixed (byte* target = point)
        {
            return Libcrypto.OctetsOf(handle, "pub", target, (nuint)point.Length, &written) == 1 && written == 65 ? Convert.ToHexString(point) : throw Failed("key");
        }
    }

    /// <summary>DER signature over the bytes by a private key. Errors: <see cref="CryptographicException"/>.</summary>
    public byte[] Sign(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> id)
    {
        using var signing = new Signing(this, id);
        nuint length = 128;
        byte[] signature = new byte[(int)length];
        fixed (byte* source = bytes, target = signature)
        {
            return Libcrypto.InitSign(signing.Digest, 0, Sm3.Type, 0, handle) == 1 && Libcrypto.Sign(signing.Digest, target, &length, source, (nuint)bytes.Length) == 1
                ? signature[..(int)length]
                : throw Failed("signature");
        }
    }

    /// <summary>True only when this public key's owner signed exactly these bytes under this id.</summary>
    public bool Verify(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> id)
    {
        using var signing = new Signing(this, id);
        fixed (byte* source = bytes, told = signature)
        {
            bool good = Libcrypto.InitVerify(signing.Digest, 0, Sm3.Type, 0, handle) == 1
                && Libcrypto.Verify(signing.Digest, told, (nuint)signature.Length, source, (nuint)bytes.Length) == 1;
            Libcrypto.ClearErrors();
            return good;
        }
    }

    /// <summary>For the owner of this public key only. Another result every time. Errors: <see cref="CryptographicException"/>.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> bytes) => Crypt(bytes, encrypt: true);

    /// <summary>By the private key. Errors: <see cref="CryptographicException"/>: changed, or not for us.</summary>
    public byte[] Decrypt(ReadOnlySpan<byte> bytes) => Crypt(bytes, encrypt: false);

    protected override bool ReleaseHandle()
    {
        Libcrypto.FreeKey(handle);
        return true;
    }

    private byte[] Crypt(ReadOnlySpan<byte> bytes, bool encrypt)
    {
        nint context = Libcrypto.NewKeyContext(0, handle, 0);
        try
        {
            byte[] target = new byte[bytes.Length + 256];
            nuint length = (nuint)target.Length;
            fixed (byte* source = bytes, to = target)
            {
                bool done = context != 0 && bytes.Length > 0 && (encrypt
                    ? Libcrypto.InitEncrypt(context) == 1 && Libcrypto.Encrypt(context, to, &length, source, (nuint)bytes.Length) == 1
                    : Libcrypto.InitDecrypt(context) == 1 && Libcrypto.Decrypt(context, to, &length, source, (nuint)bytes.Length) == 1);
                return done ? target[..(int)length] : throw Failed(encrypt ? "encryption" : "decryption");
            }
        }
        finally
        {
            Libcrypto.FreeKeyContext(context);
        }
    }

    private static Sm2Key Read(byte[] der, bool secret)
    {
        var key = new Sm2Key();
        fixed (byte* start = der)
        {
            byte* at = start;
            key.SetHandle(secret ? Libcrypto.ReadPrivateKey(0, &at, der.Length) : Libcrypto.ReadPublicKey(0, &at, der.Length));
        }

        if (!key.IsInvalid && Libcrypto.IsA(key.handle, "SM2") == 1)
        {
            return key;
        }

        key.Dispose();
        throw Failed("key");
    }

    private static byte[] Der(string text, int rawBytes, byte[] prefix, byte[] suffix)
    {
        text = text.Trim();
        try
        {
            if (text.Length == 2 * rawBytes && !text.StartsWith('-'))
            {
                return [.. prefix, .. Convert.FromHexString(text), .. suffix];
            }

            var fields = PemEncoding.Find(text);
            return Convert.FromBase64String(text[fields.Base64Data]);
        }
        catch (Exception unreadable) when (unreadable is FormatException or ArgumentException)
        {
            // the exception would quote the text
            throw new CryptographicException("not an SM2 key: write PEM, or the plain number in hex");
        }
    }

    private static CryptographicException Failed(string what)
    {
        Libcrypto.ClearErrors();
        return new CryptographicException($"SM2 {what} failed");
    }

    /// <summary>A digest bound to a key and an id.</summary>
    private readonly struct Signing : IDisposable
    {
        private readonly nint _context;

        public Signing(Sm2Key key, ReadOnlySpan<byte> id)
        {
            _context = Libcrypto.NewKeyContext(0, key.handle, 0);
            Digest = Libcrypto.NewDigest();
            fixed (byte* text = id)
            {
                if (_context == 0 || Libcrypto.SetId(_context, text, id.Length) != 1)
                {
                    Dispose();
                    throw Failed("id");
                }
            }

            Libcrypto.SetKeyContext(Digest, _context);
        }

        public nint Digest { get; }

        public void Dispose()
        {
            Libcrypto.FreeDigest(Digest);
            Libcrypto.FreeKeyContext(_context);
        }
    }
}
