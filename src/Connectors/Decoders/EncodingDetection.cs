using System.Text;
using System.Text.Unicode;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders;

/// <summary>
/// Finds out how a payload is written. A byte order mark decides; else the declared encoding; else UTF-8 if the whole text is UTF-8 (but for a last character
/// that was cut off), or mostly UTF-8 with single damaged places; else GB18030. Damaged UTF-8 must not be read as GB18030: it would turn into other, plausible Chinese. A declaration
/// that is surely wrong is refused (<see cref="ConnectorException"/> of kind Payload): believing it would fill the records with other characters.
/// </summary>
internal sealed class EncodingDetection
{
    private const int EnoughFaults = 64;

    /// <summary>Fewer damaged places are damage, not another encoding.</summary>
    private const int SureFaults = 4;

    /// <summary>So many characters are no valid UTF-8 by chance.</summary>
    private const int SureCharacters = 8;

    private long _sound;
    private long _faulty;

    /// <summary>Reads a seekable stream to its end and leaves it at its start.</summary>
    public static async Task<TextEncoding> OfWholeAsync(Stream payload, Encoding? declared, CancellationToken ct)
    {
        byte[] buffer = new byte[128 << 10];
        int start = await payload.ReadAtLeastAsync(buffer.AsMemory(0, 3), 3, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        payload.Position = 0;
        var marked = OfMark(buffer.AsSpan(0, start));
        if (marked is { Encoding: not UTF8Encoding } utf16)
        {
            return utf16;
        }

        if (marked is null && declared is not null and not UTF8Encoding && !IsGb(declared))
        {
            return new TextEncoding(declared, 0, false);
        }

        var detection = new EncodingDetection();
        int kept = 0, read;
        while (!detection.Decided && (read = await payload.ReadAsync(buffer.AsMemory(kept), ct).ConfigureAwait(false)) > 0)
        {
            kept = detection.Take(buffer, kept + read);
        }

        payload.Position = 0;
        if (marked is null && declared is not null)
        {
            detection.Check(declared, kept);
            if (IsGb(declared))
            {
                return new TextEncoding(declared, 0, false);
            }
        }

        int mark = marked?.MarkBytes ?? 0;
        bool clean = detection._faulty == 0 && kept == 0;
        return mark > 0 || declared is not null || !detection.Foreign
            ? new TextEncoding(Encoding.UTF8, mark, clean)
            : new TextEncoding(TextEncoding.Gb18030, 0, false);
    }

    /// <summary>Judges by the first block alone, for a stream that cannot be read twice.</summary>
    public static TextEncoding OfBlock(ReadOnlySpan<byte> block, Encoding? declared)
    {
        if (OfMark(block) is { } marked)
        {
            return marked with { Clean = false };
        }

        var detection = new EncodingDetection();
        detection.Take(block.ToArray(), block.Length);
        if (declared is not null)
        {
            detection.Check(declared, 0);
            return new TextEncoding(declared, 0, false);
        }

        return new TextEncoding(detection.Foreign ? TextEncoding.Gb18030 : Encoding.UTF8, 0, false);
    }

    private bool Decided => _faulty > EnoughFaults && Foreign;

    /// <summary>More than one damaged place for nine sound characters: not UTF-8 at all.</summary>
    private bool Foreign => _faulty * 9 > _sound;

    private static bool IsGb(Encoding encoding) => encoding.CodePage == TextEncoding.Gb18030.CodePage;

    private void Check(Encoding declared, int kept)
    {
        string? problem = declared is UTF8Encoding && Foreign && _faulty >= SureFaults ? "写明是UTF-8编码，内容却不是UTF-8，很可能是GB18030（GBK）"
            : IsGb(declared) && _faulty == 0 && kept == 0 && _sound >= SureCharacters ? "写明是GB18030（GBK）编码，内容却是UTF-8" : null;
        if (problem is not null)
        {
            throw new ConnectorException(FailureKind.Payload, $"文件编码不符：{problem}。请核对后重新报送，或更正接入配置的encoding");
        }
    }

    private static TextEncoding? OfMark(ReadOnlySpan<byte> start) => start switch
    {
        [0xEF, 0xBB, 0xBF, ..] => new TextEncoding(Encoding.UTF8, 3, false),
        [0xFF, 0xFE, ..] => new TextEncoding(Encoding.Unicode, 2, false),
        [0xFE, 0xFF, ..] => new TextEncoding(Encoding.BigEndianUnicode, 2, false),
        _ => null,
    };

    /// <summary>Takes a block and moves an incomplete last character to its front; returns the number of bytes kept there.</summary>
    private int Take(byte[] buffer, int length)
    {
        int tail = IncompleteTail(buffer.AsSpan(0, length));
        var text = buffer.AsSpan(0, length - tail);
        if (_faulty == 0 && Utf8.IsValid(text))
        {
            // a sample of each sound block is enough to outweigh single damaged places, and costs nothing
            _sound += CountWide(text[..Math.Min(text.Length, 4096)]);
        }
        else
        {
            Count(text);
        }

        buffer.AsSpan(length - tail, tail).CopyTo(buffer);
        return tail;
    }

    private void Count(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int wide = text.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (wide < 0)
            {
                return;
            }

            text = text[wide..];
            if (Rune.DecodeFromUtf8(text, out _, out int consumed) == System.Buffers.OperationStatus.Done)
            {
                _sound++;
            }
            else
            {
                _faulty++;
            }

            text = text[consumed..];
        }
    }

    private static long CountWide(ReadOnlySpan<byte> validText)
    {
        // lead bytes of multi-byte characters
        long count = 0;
        foreach (byte value in validText)
        {
            count += value >= 0xC0 ? 1 : 0;
        }

        return count;
    }

    private static int IncompleteTail(ReadOnlySpan<byte> text)
    {
        for (int back = 1; back <= 3 && back <= text.Length; back++)
        {
            byte value = text[^back];
            if (value < 0x80)
            {
                return 0;
            }

            if (value >= 0xC0)
            {
                int needed = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
                return needed > back ? back : 0;
            }
        }

        return 0;
    }
}
