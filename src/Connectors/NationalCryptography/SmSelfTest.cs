using System.Security.Cryptography;
using System.Text;

namespace CreditHub.Connectors.NationalCryptography;

/// <summary>
/// Whether this machine's OpenSSL computes SM2, SM3 and SM4 as the standards' own examples say. Done once, before the first use; platforms that do not need them
/// never ask.
/// </summary>
internal static class SmSelfTest
{
    private static readonly Lazy<string?> Outcome = new(Run);

    /// <summary>What is wrong, for the administrator; null when all is well.</summary>
    public static string? Problem => Outcome.Value;

    private static string? Run()
    {
        if (!Libcrypto.IsThere())
        {
            return "OpenSSL 3 (libcrypto.so.3) is not on this machine: install it (Debian: apt-get install libssl3)";
        }

        try
        {
            return Agrees() ? null : "OpenSSL does not compute SM2, SM3 or SM4 as the standards' examples say: use another build of OpenSSL 3";
        }
        catch (Exception missing) when (missing is CryptographicException or EntryPointNotFoundException)
        {
            return "this build of OpenSSL has no SM2, SM3 or SM4: use one built with them (Debian's is)";
        }
    }

    private static bool Agrees()
    {
        byte[] text = Encoding.ASCII.GetBytes("message digest"), key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"), id = Encoding.ASCII.GetBytes(Sm2Key.UsualId);
        using var own = Sm2Key.Private(SmExamples.PrivateKey);
        using var pub = Sm2Key.Public(SmExamples.PublicKey);
        return Convert.ToHexString(Sm3.Hash("abc"u8)) == SmExamples.Sm3OfAbc
            && Convert.ToHexString(Sm4.Encrypt(key, new byte[16], key)[..16]) == SmExamples.Sm4OfKey
            && pub.Verify(text, Convert.FromHexString(SmExamples.Signature), id)
            && !pub.Verify([.. text, 0], Convert.FromHexString(SmExamples.Signature), id)
            && pub.Verify(text, own.Sign(text, id), id)
            && Encoding.ASCII.GetString(own.Decrypt(Convert.FromHexString(SmExamples.Ciphertext))) == "encryption standard";
    }
}
