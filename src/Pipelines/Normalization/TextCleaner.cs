using System.Buffers;
using System.Text;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Cleans one text: widths, spaces, line breaks, invisible and control characters, private-use code points, ends. Total: any bytes give an
/// answer. The result is valid until the next call. Not thread-safe.
/// </summary>
internal sealed class TextCleaner
{
    private byte[] _buffer = new byte[1024];

    private static ReadOnlySpan<byte> Ideographic => "\u3000"u8;

    private static ReadOnlySpan<byte> NoBreak => "\u00A0"u8;

    /// <summary>The cleaned text and what was found; with <see cref="CleanFlags.Nul"/> or <see cref="CleanFlags.Broken"/> the text means nothing.</summary>
    public ReadOnlySpan<byte> Clean(ReadOnlySpan<byte> text, CleanMode mode, out CleanFlags flags)
    {
        flags = CleanFlags.None;
        text = TrimWide(text);
        // A private-use character of three bytes can become a supplementary one of four.
        int room = text.Length + (text.Length / 3) + 4;
        if (_buffer.Length < room)
        {
            _buffer = new byte[room];
        }

        int end = 0;
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(text, out var rune, out int length);
            bool carriageReturn = rune.Value == '\r' && text.Length > 1 && text[1] == '\n';
            text = text[length..];
            int mapped = status == OperationStatus.NeedMoreData || (text.IsEmpty && rune.Value == Rune.ReplacementChar.Value) ? Drop(CleanFlags.Cut, ref flags)
                : status == OperationStatus.Done ? Map(rune.Value, mode, ref flags)
                : Drop(CleanFlags.Broken, ref flags);
            if (mapped >= 0 && !carriageReturn)
            {
                end += new Rune(mapped).EncodeToUtf8(_buffer.AsSpan(end));
            }
        }

        return Trim(_buffer.AsSpan(0, end));
    }

    /// <summary>The same with tabs, ideographic and no-break spaces: at the ends they are no change of the value.</summary>
    private static ReadOnlySpan<byte> TrimWide(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var trimmed = text.Trim(" \t\r\n"u8);
            trimmed = trimmed.StartsWith(Ideographic) ? trimmed[Ideographic.Length..] : trimmed.StartsWith(NoBreak) ? trimmed[NoBreak.Length..] : trimmed;
            trimmed = trimmed.EndsWith(Ideographic) ? trimmed[..^Ideographic.Length] : trimmed.EndsWith(NoBreak) ? trimmed[..^NoBreak.Length] : trimmed;
            if (trimmed.Length == text.Length)
            {
                return text;
            }

            text = trimmed;
        }
    }

    /// <summary>Without spaces and line breaks at the ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \n"u8);

    /// <summary>The character to keep, or -1 to leave it out.</summary>
    private static int Map(int value, CleanMode mode, ref CleanFlags flags)
    {
        if (value is >= 0x20 and < 0x7F)
        {
            return value;
        }

        return value switch
        {
            0 => Drop(CleanFlags.Nul, ref flags),
            '\t' or 0xA0 or 0x1680 or (>= 0x2000 and <= 0x200A) or 0x202F or 0x205F or 0x2800 or 0x3000 => Space(ref flags),
            '\n' or '\r' or 0x0B or 0x0C or 0x85 or 0x2028 or 0x2029 => BreakLine(mode, ref flags),
            < 0x20 or (>= 0x7F and <= 0x9F) => Drop(CleanFlags.Control, ref flags),
            0xAD or 0x34F or 0x61C or 0x115F or 0x1160 or 0x180E or 0x3164 or 0xFFA0 or 0xFEFF => Drop(CleanFlags.Invisible, ref flags),
            (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) => Drop(CleanFlags.Invisible, ref flags),
            (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF) => Drop(CleanFlags.Invisible, ref flags),
            (>= 0xFDD0 and <= 0xFDEF) or (>= 0xFFF9 and <= 0xFFFF) => Drop(CleanFlags.Broken, ref flags),
            >= 0xFF01 and <= 0xFF5E => Narrow(value, mode, ref flags),
            >= 0xE000 and <= 0xF8FF => MapTo(GbPrivateUse.Map(value), value, CleanFlags.PrivateUse, ref flags),
            (>= 0x2E80 and <= 0x2FDF) or (>= 0xF900 and <= 0xFAFF) => MapTo(HanRadicals.Map(value), value, CleanFlags.Radical, ref flags),
            _ => (value & 0xFFFE) == 0xFFFE ? Drop(CleanFlags.Broken, ref flags) : value,
        };
    }

    private static int Narrow(int value, CleanMode mode, ref CleanFlags flags)
    {
        int narrow = value - 0xFEE0;
        if (mode != CleanMode.Ascii && !char.IsAsciiLetterOrDigit((char)narrow))
        {
            return value;
        }

        flags |= CleanFlags.Width;
        return narrow;
    }

    private static int MapTo(int mapped, int value, CleanFlags flag, ref CleanFlags flags)
    {
        flags |= mapped == value ? CleanFlags.None : flag;
        return mapped;
    }

    private static int Space(ref CleanFlags flags)
    {
        flags |= CleanFlags.Space;
        return ' ';
    }

    private static int BreakLine(CleanMode mode, ref CleanFlags flags)
    {
        if (mode == CleanMode.LongText)
        {
            return '\n';
        }

        flags |= CleanFlags.LineBreak;
        return ' ';
    }

    private static int Drop(CleanFlags flag, ref CleanFlags flags)
    {
        flags |= flag;
        return -1;
    }
}
