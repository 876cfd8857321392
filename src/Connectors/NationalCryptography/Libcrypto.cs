using System.Runtime.InteropServices;

namespace CreditHub.Connectors.NationalCryptography;

/// <summary>The few calls of OpenSSL 3 that are used, as its manual declares them. Nothing here checks answers: see the classes around it.</summary>
internal static unsafe partial class Libcrypto
{
    private const string Library = "libcrypto.so.3";

    public static bool IsThere() => NativeLibrary.TryLoad(Library, out _);

    [LibraryImport(Library, EntryPoint = "EVP_MD_fetch", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint FetchDigest(nint context, string name, nint properties);

    [LibraryImport(Library, EntryPoint = "EVP_Digest")]
    public static partial int Digest(byte* bytes, nuint length, byte* digest, uint* digestLength, nint type, nint engine);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_fetch", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint FetchCipher(nint context, string name, nint properties);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_new")]
    public static partial nint NewCipher();

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_free")]
    public static partial void FreeCipher(nint cipher);

    [LibraryImport(Library, EntryPoint = "EVP_CipherInit_ex2")]
    public static partial int InitCipher(nint cipher, nint type, byte* key, byte* iv, int encrypt, nint parameters);

    [LibraryImport(Library, EntryPoint = "EVP_CipherUpdate")]
    public static partial int UpdateCipher(nint cipher, byte* target, int* written, byte* source, int length);

    [LibraryImport(Library, EntryPoint = "EVP_CipherFinal_ex")]
    public static partial int FinishCipher(nint cipher, byte* target, int* written);

    [LibraryImport(Library, EntryPoint = "d2i_AutoPrivateKey")]
    public static partial nint ReadPrivateKey(nint target, byte** der, nint length);

    [LibraryImport(Library, EntryPoint = "d2i_PUBKEY")]
    public static partial nint ReadPublicKey(nint target, byte** der, nint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_is_a", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int IsA(nint key, string name);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    public static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_new_from_pkey")]
    public static partial nint NewKeyContext(nint library, nint key, nint properties);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_free")]
    public static partial void FreeKeyContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_set1_id")]
    public static partial int SetId(nint context, byte* id, int length);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    public static partial nint NewDigest();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    public static partial void FreeDigest(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_set_pkey_ctx")]
    public static partial void SetKeyContext(nint digest, nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    public static partial int InitSign(nint digest, nint context, nint type, nint engine, nint key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    public static partial int Sign(nint digest, byte* signature, nuint* signatureLength, byte* bytes, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    public static partial int InitVerify(nint digest, nint context, nint type, nint engine, nint key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    public static partial int Verify(nint digest, byte* signature, nuint signatureLength, byte* bytes, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_encrypt_init")]
    public static partial int InitEncrypt(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_encrypt")]
    public static partial int Encrypt(nint context, byte* target, nuint* written, byte* source, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_decrypt_init")]
    public static partial int InitDecrypt(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_decrypt")]
    public static partial int Decrypt(nint context, byte* target, nuint* written, byte* source, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_octet_string_param", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OctetsOf(nint key, string name, byte* target, nuint size, nuint* written);

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();
}
