using System.Buffers;
using System.Runtime.Intrinsics;
using System.Text;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Decides without decoding that a text needs no cleaning. One pass that checks the encoding too: five ordinary Han characters a step. Pure, allocation-free.
/// </summary>
internal static class TextScan
{
    /// <summary>Five characters of U+4000–9FFF: three bytes each, E4–E9 and twice 80–BF; the sixteenth byte may be any.</summary>
    private const int HanBytes = 15;
    private static readonly Vector128<byte> HanLowest = Vector128.Create((byte)0xE4, 0x80, 0x80, 0xE4, 0x80, 0x80, 0xE4, 0x80, 0x80, 0xE4, 0x80, 0x80, 0xE4, 0x80, 0x80, 0);
    private static readonly Vector128<byte> HanRange = Vector128.Create((byte)0x05, 0x3F, 0x3F, 0x05, 0x3F, 0x3F, 0x05, 0x3F, 0x3F, 0x05, 0x3F, 0x3F, 0x05, 0x3F, 0x3F, 0xFF);

    private const uint TripleMask = 0x00C0_C0F0;
    private const uint TripleForm = 0x0080_80E0;

    /// <summary>True when <see cref="TextCleaner"/> would change nothing. <paramref name="text"/> is not empty.</summary>
    public static bool IsClean(ReadOnlySpan<byte> text, CleanMode mode)
    {
        if (text[0] <= 0x20 || text[^1] <= 0x20)
        {
            return false;
        }

        int at = text.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E);

        // Identifiers, dates and numbers are ASCII: the rare exception can afford the slow path.
        return at < 0 || (mode != CleanMode.Ascii && IsClean(text[at..], mode == CleanMode.LongText ? (byte)'\n' : (byte)' '));
    }

    private static bool IsClean(ReadOnlySpan<byte> text, byte allowed)
    {
        while (!text.IsEmpty)
        {
            while (text.Length >= Vector128<byte>.Count && Vector128.LessThanOrEqualAll(Vector128.Create(text) - HanLowest, HanRange))
            {
                text = text[HanBytes..];
            }

            if (text.IsEmpty)
            {
                break;
            }

            int length = text[0] < 0x80 ? (text[0] >= 0x20 && text[0] != 0x7F) || text[0] == allowed ? 1 : 0
                : text.Length >= 3 && IsTriple(text) ? HarmlessTriple(text[0], text[1], text[2])
                : HarmlessOther(text);
            if (length == 0)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }

    private static bool IsTriple(ReadOnlySpan<byte> text) =>
        ((text[0] | ((uint)text[1] << 8) | ((uint)text[2] << 16)) & TripleMask) == TripleForm;

    /// <summary>3 for a character that stays as it is, 0 when it must be looked at.</summary>
    private static int HarmlessTriple(byte first, byte second, byte third) => first switch
    {
        0xE0 => second >= 0xA0 ? 3 : 0,
        0xE1 => (second == 0x9A && third == 0x80) || (second == 0xA0 && third == 0x8E) || (second == 0x85 && third is 0x9F or 0xA0) ? 0 : 3,
        0xE2 => IsGeneralSpace(second, third) || (second == 0xA0 && third == 0x80) || second >= 0xBA ? 0 : 3,
        0xE3 => (second == 0x80 && third == 0x80) || (second == 0x85 && third == 0xA4) ? 0 : 3,
        0xED => second < 0xA0 ? 3 : 0,
        0xEE => second is >= 0x9E and <= 0xA1 ? 0 : 3,
        0xEF => IsLookedAt(second, third) ? 0 : 3,
        _ => 3,
    };

    /// <summary>U+2000–200F, U+2028–202F, U+205F–206F.</summary>
    private static bool IsGeneralSpace(byte second, byte third) =>
        (second == 0x80 && third is <= 0x8F or >= 0xA8 and <= 0xAF) || (second == 0x81 && third is >= 0x9F and <= 0xAF);

    /// <summary>
    /// Compatibility ideographs, full-width digits and Latin letters, variation selectors, U+FDD0–FDEF, U+FEFF, U+FFA0, U+FFF9–FFFF.
    /// </summary>
    private static bool IsLookedAt(byte second, byte third) => second switch
    {
        >= 0xA4 and <= 0xA8 => true,
        0xB7 => third is >= 0x90 and <= 0xAF,
        0xB8 => third <= 0x8F,
        0xBB => third == 0xBF,
        0xBC => third is (>= 0x90 and <= 0x99) or (>= 0xA1 and <= 0xBA),
        0xBD => third is >= 0x81 and <= 0x9A,
        0xBE => third == 0xA0,
        0xBF => third >= 0xB9,
        _ => false,
    };

    /// <summary>Characters of two and four bytes; 0 also for what is no UTF-8.</summary>
    private static int HarmlessOther(ReadOnlySpan<byte> text)
    {
        if (Rune.DecodeFromUtf8(text, out var rune, out int length) != OperationStatus.Done)
        {
            return 0;
        }

        bool harmless = rune.Value switch
        {
            <= 0xA0 or 0xAD or 0x34F or 0x61C => false,
            >= 0xE0000 and <= 0xE0FFF => false,
            _ => (rune.Value & 0xFFFE) != 0xFFFE,
        };
        return harmless ? length : 0;
    }
}
