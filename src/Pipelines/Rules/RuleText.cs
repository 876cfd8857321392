using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// Wording of findings for departments: field, class of the value, problem, remedy. A value itself is shown only where the field is
/// not personal and the value cannot be a number of a person.
/// </summary>
internal static class RuleText
{
    private const int Shown = 40;
    private const int PersonalDigits = 9;

    /// <summary>One sentence with the value's class, or the value itself where that is allowed.</summary>
    public static string Sentence(RuleTarget target, ReadOnlySpan<byte> value, string problem, string remedy) =>
        $"{target.Name}（{Describe(target.Field, value)}）：{problem}。{remedy}。";

    /// <summary>One sentence about a value that is absent.</summary>
    public static string Missing(string name, string problem, string remedy) => $"{name}：{problem}。{remedy}。";

    /// <summary>The value in quotes, cut to 40 characters, or only its class.</summary>
    public static string Describe(FieldDefinition field, ReadOnlySpan<byte> value)
    {
        if (field.Personal != PersonalKind.None || field.Type == FieldType.LongText || IdentifierRules.Any(field) || HasLongNumber(value))
        {
            return Class(value);
        }

        string text = Encoding.UTF8.GetString(value.Length > Shown * 4 ? value[..(Shown * 4)] : value);
        var shown = new StringBuilder();
        int count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (count++ == Shown)
            {
                shown.Append('…');
                break;
            }

            shown.Append(Rune.IsControl(rune) || rune == Rune.ReplacementChar ? " " : rune.ToString());
        }

        return $"「{shown}」";
    }

    /// <summary>Length and kinds of characters, such as 长度17位、含字母O.</summary>
    public static string Class(ReadOnlySpan<byte> value)
    {
        int length = CountScalars(value);
        var text = new StringBuilder("长度").Append(length.ToString(CultureInfo.InvariantCulture)).Append('位');
        if (Digits.All(value))
        {
            return text.Append("、全部为数字").ToString();
        }

        foreach (char letter in "IOSVZ")
        {
            if (value.Contains((byte)letter))
            {
                text.Append("、含字母").Append(letter);
            }
        }

        Append(text, value.Contains((byte)'*'), "含星号");
        Append(text, value.Contains((byte)' '), "含空格");
        Append(text, value.ContainsAnyInRange((byte)'a', (byte)'z'), "含小写字母");
        Append(text, value.ContainsAnyExceptInRange((byte)0, (byte)0x7F), "含非英文字符");
        return text.ToString();
    }

    /// <summary>Unicode scalar values of valid UTF-8: all bytes but those that continue a character, eight at a time.</summary>
    public static int CountScalars(ReadOnlySpan<byte> utf8)
    {
        int count = utf8.Length;
        while (utf8.Length >= sizeof(ulong))
        {
            ulong eight = MemoryMarshal.Read<ulong>(utf8);
            count -= BitOperations.PopCount((eight >> 7) & ~(eight >> 6) & 0x0101_0101_0101_0101);
            utf8 = utf8[sizeof(ulong)..];
        }

        foreach (byte unit in utf8)
        {
            count -= (unit & 0xC0) == 0x80 ? 1 : 0;
        }

        return count;
    }

    private static void Append(StringBuilder text, bool holds, string words)
    {
        if (holds)
        {
            text.Append('、').Append(words);
        }
    }

    private static bool HasLongNumber(ReadOnlySpan<byte> value)
    {
        int run = 0;
        foreach (byte unit in value)
        {
            run = unit is >= (byte)'0' and <= (byte)'9' or (byte)'*' ? run + 1 : 0;
            if (run >= PersonalDigits)
            {
                return true;
            }
        }

        return false;
    }
}
