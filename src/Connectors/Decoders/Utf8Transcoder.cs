using System.Text;
using CreditHub.Connectors.Streams;

namespace CreditHub.Connectors.Decoders;

/// <summary>Reads bytes of any encoding as clean UTF-8; what cannot be decoded becomes U+FFFF. Never joins or drops lines: a broken sequence ends before a line break.</summary>
internal sealed class Utf8Transcoder : ForwardStream
{
    private const int Block = 32 << 10;
    private readonly Stream _input;
    private readonly NoncharacterFallback _fallback;
    private readonly Decoder _decoder;
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly byte[] _raw = new byte[Block];
    private readonly char[] _chars;
    private readonly byte[] _utf8;
    private int _prefix;
    private int _start;
    private int _end;
    private bool _ended;

    /// <param name="input">Not disposed.</param>
    /// <param name="encoding">Of the input, byte order mark excluded.</param>
    /// <param name="prefix">Bytes already taken from the input; at most 32 KiB.</param>
    /// <param name="mark">What stands for a sequence that cannot be decoded.</param>
    public Utf8Transcoder(Stream input, Encoding encoding, ReadOnlySpan<byte> prefix, char mark = '\uFFFF')
    {
        _input = input;
        _fallback = new NoncharacterFallback(mark);
        var strict = CodePagesEncodingProvider.Instance.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, _fallback)
            ?? Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, _fallback);
        _decoder = strict.GetDecoder();
        _chars = new char[encoding.GetMaxCharCount(Block) + 8];
        _utf8 = new byte[Encoding.UTF8.GetMaxByteCount(_chars.Length)];
        prefix.CopyTo(_raw);
        _prefix = prefix.Length;
    }

    /// <summary>True when the input ended within a character. Known once the end was read.</summary>
    public bool CutInCharacter { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_start == _end)
        {
            if (_ended)
            {
                return 0;
            }

            int read = _prefix > 0 ? _prefix : await _input.ReadAsync(_raw, cancellationToken).ConfigureAwait(false);
            _prefix = 0;
            Transcode(read);
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _utf8.AsSpan(_start, count).CopyTo(buffer.Span);
        _start += count;
        return count;
    }

    private void Transcode(int read)
    {
        _ended = read == 0;
        long before = _fallback.Count;
        int chars = _decoder.GetChars(_raw, 0, read, _chars, 0, flush: _ended);
        CutInCharacter = _ended && _fallback.Count > before;
        _start = 0;
        _end = _encoder.GetBytes(_chars, 0, chars, _utf8, 0, flush: _ended);
    }
}
