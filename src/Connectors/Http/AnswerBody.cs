using System.Buffers;
using System.IO.Compression;

namespace CreditHub.Connectors.Http;

/// <summary>Reads the body of an answer to its end, inflating <c>gzip</c> and <c>deflate</c>, within a cap on what comes out and on how much more that is than what came.</summary>
internal static class AnswerBody
{
    private const int MaxRatio = 200;
    private const int RatioMattersFrom = 1 << 20;

    /// <summary>Errors: <see cref="HttpFaultException"/> of TooLarge; IOException for what is damaged or coded in another way.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int maxBody, CancellationToken ct)
    {
        if (content.Headers.ContentLength > maxBody)
        {
            throw TooLarge("the answer exceeds the size cap");
        }

        using var stream = await content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        string coding = string.Join(',', content.Headers.ContentEncoding).ToLowerInvariant();
        if (coding is "" or "identity")
        {
            return await DrainAsync(stream, (int)(content.Headers.ContentLength ?? 0), maxBody, ct).ConfigureAwait(false);
        }

        var packed = await DrainAsync(stream, (int)(content.Headers.ContentLength ?? 0), maxBody, ct).ConfigureAwait(false);
        long allowed = Math.Max(RatioMattersFrom, (long)packed.Length * MaxRatio);
        using var inflated = Inflate(coding, packed);
        try
        {
            return await DrainAsync(inflated, packed.Length, (int)Math.Min(maxBody, allowed), ct).ConfigureAwait(false);
        }
        catch (InvalidDataException damaged)
        {
            throw new IOException("the compressed answer is damaged", damaged);
        }
    }

    private static Stream Inflate(string coding, ReadOnlyMemory<byte> packed)
    {
        var bytes = new MemoryStream(packed.ToArray(), writable: false);
        return coding switch
        {
            "gzip" or "x-gzip" => new GZipStream(bytes, CompressionMode.Decompress),

            // RFC 9110 says zlib; old servers send the bare stream
            "deflate" => packed.Span is [0x78, ..] ? new ZLibStream(bytes, CompressionMode.Decompress) : new DeflateStream(bytes, CompressionMode.Decompress),
            _ => throw new IOException("the answer is coded in a way that was not asked for"),
        };
    }

    private static async Task<ReadOnlyMemory<byte>> DrainAsync(Stream stream, int expected, int maxBody, CancellationToken ct)
    {
        var body = new ArrayBufferWriter<byte>(expected + 4096);
        while (true)
        {
            int read = await stream.ReadAsync(body.GetMemory(4096), ct).ConfigureAwait(false);
            if (read == 0)
            {
                return body.WrittenMemory;
            }

            body.Advance(read);
            if (body.WrittenCount > maxBody)
            {
                throw TooLarge("the answer exceeds the size cap, or inflates beyond measure");
            }
        }
    }

    private static HttpFaultException TooLarge(string message) => new(HttpFault.TooLarge, message);
}
