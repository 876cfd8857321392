using System.Security.Cryptography;
using System.Text;
using CreditHub.Connectors.NationalCryptography;
using CreditHub.Testing;

namespace CreditHub.Connectors.Tests.NationalCryptography;

public sealed class SmTests
{
    private static readonly byte[] Id = Encoding.ASCII.GetBytes(Sm2Key.UsualId);
    private readonly TestClock _clock = new();

    private static string Fresh(out string publicKey)
    {
        // a key on the curve of the recommended parameters: any number below its order will do
        string secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(31)).PadLeft(64, '0');
        using var key = Sm2Key.Private(secret);
        publicKey = key.PublicHex();
        return secret;
    }

    [Fact]
    public void This_machine_passes_its_self_test() => Assert.Null(SmSelfTest.Problem);

    [Theory]
    [InlineData("abc", "66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0")]
    [InlineData("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd", "DEBE9FF92275B8A138604889C18E5A4D6FDB70E5387E5765293DCBA39C0C5732")]
    public void Sm3_hashes_as_the_standard_prints(string text, string digest) => Assert.Equal(digest, Convert.ToHexString(Sm3.Hash(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void Sm4_encrypts_as_the_standard_prints_once_and_a_million_times()
    {
        byte[] key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");
        Assert.Equal("681EDF34D206965E86B3E94F536E4246", Convert.ToHexString(Sm4.Encrypt(key, new byte[16], key)[..16]));

        // CBC of zeros chains single encryptions: each block is the encryption of the one before, which is the standard's second example
        byte[] first = Sm4.Encrypt(key, key, new byte[16_000_000]);
        Assert.Equal("595298C7C6FD271F0402F804C33D3F66", Convert.ToHexString(first.AsSpan(15_999_984, 16)));
        Assert.Equal(key, Sm4.Decrypt(key, new byte[16], Sm4.Encrypt(key, new byte[16], key)));
    }

    [Fact]
    public void Sm2_accepts_the_signature_the_standard_prints_and_no_byte_of_it_changed()
    {
        using var key = Sm2Key.Public(SmExamples.PublicKey);
        byte[] text = Encoding.ASCII.GetBytes("message digest"), signature = Convert.FromHexString(SmExamples.Signature);

        Assert.True(key.Verify(text, signature, Id));
        Assert.False(key.Verify(text, signature, "ALICE123@YAHOO.COM"u8));
        for (int i = 0; i < text.Length; i++)
        {
            Assert.False(key.Verify(Flipped(text, i), signature, Id));
        }

        for (int i = 0; i < signature.Length; i++)
        {
            Assert.False(key.Verify(text, Flipped(signature, i), Id));
        }
    }

    [Fact]
    public void Sm2_opens_the_ciphertext_the_standard_prints_and_nothing_changed()
    {
        using var key = Sm2Key.Private(SmExamples.PrivateKey);
        byte[] sealedText = Convert.FromHexString(SmExamples.Ciphertext);

        Assert.Equal("encryption standard", Encoding.ASCII.GetString(key.Decrypt(sealedText)));
        for (int i = 0; i < sealedText.Length; i++)
        {
            Assert.ThrowsAny<CryptographicException>(() => key.Decrypt(Flipped(sealedText, i)));
        }
    }

    [Fact]
    public void Keys_are_read_as_pem_too_and_foreign_ones_are_refused()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.ThrowsAny<CryptographicException>(() => Sm2Key.Private(ec.ExportPkcs8PrivateKeyPem()));
        Assert.ThrowsAny<CryptographicException>(() => Sm2Key.Public(ec.ExportSubjectPublicKeyInfoPem()));
        var shown = Assert.ThrowsAny<CryptographicException>(() => Sm2Key.Private("hunter2-is-no-key"));
        Assert.DoesNotContain("hunter2", shown.ToString(), StringComparison.Ordinal);
        string pem = PemEncoding.WriteString("PUBLIC KEY", Convert.FromHexString("3059301306072A8648CE3D020106082A811CCF5501822D034200" + SmExamples.PublicKey));
        using var read = Sm2Key.Public(pem);
        Assert.Equal(SmExamples.PublicKey, read.PublicHex());
    }

    [Fact]
    public void An_envelope_opens_for_its_partner_only_once_and_in_its_time()
    {
        var (hub, platform, stranger) = Partners();
        string nonce = SmEnvelope.NewNonce();
        byte[] body = Encoding.UTF8.GetBytes("{\"records\":[\"行政处罚\"]}");

        byte[] envelope = hub.Seal(body, nonce);

        Assert.Equal(body, platform.Open(envelope, nonce));
        Assert.DoesNotContain("行政", Encoding.UTF8.GetString(envelope), StringComparison.Ordinal);
        Assert.NotEqual(envelope, hub.Seal(body, nonce));
        Assert.Null(stranger.Open(envelope, nonce));
        Assert.Null(hub.Open(envelope, nonce));
        Assert.Null(platform.Open(envelope, SmEnvelope.NewNonce()));
        _clock.Advance(TimeSpan.FromSeconds(301));
        Assert.Null(platform.Open(envelope, nonce));
    }

    [Fact]
    public void An_envelope_with_any_byte_changed_or_cut_is_refused()
    {
        var (hub, platform, _) = Partners();
        string nonce = SmEnvelope.NewNonce();
        byte[] envelope = hub.Seal("{}"u8, nonce);

        for (int i = 0; i < envelope.Length; i++)
        {
            Assert.Null(platform.Open(Flipped(envelope, i), nonce));
            Assert.Null(platform.Open(envelope.AsMemory(0, i), nonce));
        }

        Assert.NotNull(platform.Open(envelope, nonce));
    }

    private (SmEnvelope Hub, SmEnvelope Platform, SmEnvelope Stranger) Partners()
    {
        string ours = Fresh(out string ourPublic), theirs = Fresh(out string theirPublic), other = Fresh(out _);
        var terms = new SmEnvelopeTerms("7", TimeSpan.FromSeconds(300), Sm2Key.UsualId);
        return (
            new SmEnvelope(Sm2Key.Private(ours), Sm2Key.Public(theirPublic), terms, _clock),
            new SmEnvelope(Sm2Key.Private(theirs), Sm2Key.Public(ourPublic), terms, _clock),
            new SmEnvelope(Sm2Key.Private(other), Sm2Key.Public(ourPublic), terms, _clock));
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        byte[] copy = [.. bytes];
        copy[at] ^= 1;
        return copy;
    }
}
