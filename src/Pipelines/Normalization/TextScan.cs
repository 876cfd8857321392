using System.Buffers;
using System.Text.Unicode;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Decides without decoding that a text needs no cleaning. Pure, allocation-free.</summary>
internal static class TextScan
{
    private static readonly SearchValues<byte> Suspects = SearchValues.Create(MakeSuspects(lineBreaks: true));
    private static readonly SearchValues<byte> SuspectsOfLongText = SearchValues.Create(MakeSuspects(lineBreaks: false));

    /// <summary>True when <see cref="TextCleaner"/> would change nothing. <paramref name="text"/> is not empty.</summary>
    public static bool IsClean(ReadOnlySpan<byte> text, CleanMode mode)
    {
        if (text[0] <= 0x20 || text[^1] <= 0x20)
        {
            return false;
        }

        if (text.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) < 0)
        {
            return true;
        }

        // Identifiers, dates and numbers are ASCII: the rare exception can afford the slow path.
        return mode != CleanMode.Ascii && Utf8.IsValid(text) && HasNoSuspect(text, mode == CleanMode.LongText ? SuspectsOfLongText : Suspects);
    }

    private static bool HasNoSuspect(ReadOnlySpan<byte> text, SearchValues<byte> suspects)
    {
        while (true)
        {
            int at = text.IndexOfAny(suspects);
            if (at < 0)
            {
                return true;
            }

            text = text[at..];
            int length = HarmlessLength(text);
            if (length == 0)
            {
                return false;
            }

            text = text[length..];
        }
    }

    /// <summary>Length of the harmless character that begins with a suspect byte; 0 when it must be looked at. The text is valid UTF-8.</summary>
    private static int HarmlessLength(ReadOnlySpan<byte> text) => text[0] switch
    {
        0xC2 => text[1] is > 0xA0 and not 0xAD ? 2 : 0,
        0xE1 => text[1] == 0x9A && text[2] == 0x80 ? 0 : 3,
        0xE2 => IsGeneralSpace(text[1], text[2]) ? 0 : 3,
        0xE3 => text[1] == 0x80 && text[2] == 0x80 ? 0 : 3,
        0xEE => text[1] is >= 0x9E and <= 0xA1 ? 0 : 3,
        0xEF => IsFullWidth(text[1], text[2]) ? 0 : 3,
        >= 0xF0 => text[2] == 0xBF && text[3] >= 0xBE && (text[1] & 0x0F) == 0x0F ? 0 : 4,
        _ => 0,
    };

    /// <summary>U+2000–200F, U+2028–202F, U+205F–206F.</summary>
    private static bool IsGeneralSpace(byte second, byte third) =>
        (second == 0x80 && third is <= 0x8F or >= 0xA8 and <= 0xAF) || (second == 0x81 && third is >= 0x9F and <= 0xAF);

    /// <summary>Full-width digits and Latin letters, U+FDD0–FDEF, U+FEFF, U+FFF9–FFFF.</summary>
    private static bool IsFullWidth(byte second, byte third) => second switch
    {
        0xB7 => third is >= 0x90 and <= 0xAF,
        0xBB => third == 0xBF,
        0xBC => third is (>= 0x90 and <= 0x99) or (>= 0xA1 and <= 0xBA),
        0xBD => third is >= 0x81 and <= 0x9A,
        0xBF => third >= 0xB9,
        _ => false,
    };

    private static byte[] MakeSuspects(bool lineBreaks)
    {
        var suspects = new List<byte> { 0x7F, 0xC2, 0xE1, 0xE2, 0xE3, 0xEE, 0xEF, 0xF0, 0xF1, 0xF2, 0xF3, 0xF4 };
        for (byte control = 0; control < 0x20; control++)
        {
            if (lineBreaks || control != (byte)'\n')
            {
                suspects.Add(control);
            }
        }

        return [.. suspects];
    }
}
