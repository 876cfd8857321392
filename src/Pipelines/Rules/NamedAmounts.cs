using System.Buffers;
using System.Buffers.Text;
using System.Text;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// Sums that a text names right after or before a word: 罚款人民币2,000元, 罚款伍万元整, 处贰仟元的罚款. Only with a unit; in 分. Pure, allocation-free.
/// </summary>
internal static class NamedAmounts
{
    private static readonly SearchValues<byte> NumberCharacters = SearchValues.Create("0123456789.,"u8);
    private static readonly byte[][] Between = Utf8("：", ":", "人民币", "￥", "¥", "共计", "合计", "总计", "共", "金额", "数额", "为", "计", "（", "(", "大写", "小写", " ");
    private static readonly byte[][] Behind = Utf8("的", "人民币", " ");
    private static readonly (byte[] Word, int Power)[] Units =
        [.. new[] { ("元", 0), ("圆", 0), ("万元", 4), ("亿元", 8), ("千元", 3), ("百元", 2) }.Select(unit => (Encoding.UTF8.GetBytes(unit.Item1), unit.Item2))];

    /// <summary>Finds at most as many sums as fit; how many there are.</summary>
    public static int Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word, Span<long> sums)
    {
        int count = 0;
        int from = 0;
        while (count < sums.Length && text[from..].IndexOf(word) is >= 0 and var at)
        {
            int start = from + at;
            from = start + word.Length;
            if (TryRead(Skip(text[from..]), out long sum, out _) || TryBefore(text[..start], out sum))
            {
                sums[count++] = sum;
            }
        }

        return count;
    }

    /// <summary>A sum with its unit at the beginning of the text.</summary>
    private static bool TryRead(ReadOnlySpan<byte> text, out long sum, out int length)
    {
        sum = 0;
        length = text.IndexOfAnyExcept(NumberCharacters);
        if (length <= 0)
        {
            var written = ChineseNumber.Read(text);
            (sum, length) = (written.Fen, written.Length);
            return length > 0 && written.CountsYuan;
        }

        foreach (var (unit, power) in Units)
        {
            if (length <= PlainDecimal.MaxDigits && text[length..].StartsWith(unit))
            {
                Span<byte> plain = stackalloc byte[PlainDecimal.MaxLength];
                int written = PlainDecimal.Write(text[..length], power + 2, plain);
                length += unit.Length;
                return TryWhole(plain[..written], out sum);
            }
        }

        return false;
    }

    /// <summary>The whole of a plain number that fits; decimals of a 分 do not count as a sum.</summary>
    public static bool TryWhole(ReadOnlySpan<byte> plain, out long number) =>
        Utf8Parser.TryParse(plain, out number, out int read) && read == plain.Length && read > 0;

    /// <summary>处2000元罚款: the sum ends where the word begins.</summary>
    private static bool TryBefore(ReadOnlySpan<byte> text, out long sum)
    {
        text = SkipBack(text);
        int start = text.Length;
        while (Rune.DecodeLastFromUtf8(text[..start], out var rune, out int length) == OperationStatus.Done && BelongsToSum(rune.Value))
        {
            start -= length;
        }

        sum = 0;
        return start < text.Length && TryRead(text[start..], out sum, out int read) && WithoutWhole(text[(start + read)..]).IsEmpty;
    }

    private static bool BelongsToSum(int character) =>
        character is (>= '0' and <= '9') or '.' or ',' or '元' or '圆' or '角' or '分' or '整' || ChineseNumber.Holds(character);

    private static ReadOnlySpan<byte> WithoutWhole(ReadOnlySpan<byte> text) => text.SequenceEqual("整"u8) ? default : text;

    private static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < Between.Length; i++)
        {
            if (text.StartsWith(Between[i]))
            {
                text = text[Between[i].Length..];
                i = -1;
            }
        }

        return text;
    }

    private static ReadOnlySpan<byte> SkipBack(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < Behind.Length; i++)
        {
            if (text.EndsWith(Behind[i]))
            {
                text = text[..^Behind[i].Length];
                i = -1;
            }
        }

        return text;
    }

    private static byte[][] Utf8(params string[] words) => [.. words.Select(Encoding.UTF8.GetBytes)];
}
