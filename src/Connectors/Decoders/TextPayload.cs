namespace CreditHub.Connectors.Decoders;

/// <summary>Opens a payload of text as UTF-8.</summary>
internal static class TextPayload
{
    private const int FirstBlock = 32 << 10;

    /// <summary>
    /// The payload as it is when it is clean UTF-8, else through a transcoder. <paramref name="encoding"/>: one of <see cref="TextEncoding.Names"/>. A payload that cannot
    /// be read twice is judged by its first block.
    /// </summary>
    public static async Task<Stream> OpenAsync(Stream payload, string encoding, CancellationToken ct)
    {
        var declared = TextEncoding.Named(encoding);
        if (payload.CanSeek)
        {
            var found = await EncodingDetection.OfWholeAsync(payload, declared, ct).ConfigureAwait(false);
            payload.Position = found.MarkBytes;
            return found.Clean ? payload : new Utf8Transcoder(payload, found.Encoding, default);
        }

        byte[] block = new byte[FirstBlock];
        int length = await payload.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        var guessed = EncodingDetection.OfBlock(block.AsSpan(0, length), declared);
        return new Utf8Transcoder(payload, guessed.Encoding, block.AsSpan(guessed.MarkBytes, length - guessed.MarkBytes));
    }
}
