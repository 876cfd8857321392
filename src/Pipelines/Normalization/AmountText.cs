using System.Buffers;
using System.Globalization;
using System.Text;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// An amount taken apart: digits as written, power of ten to the field's unit, currency (null = none named), what is wrong in Chinese (null =
/// nothing). No digits: only words of a unit stood there. Pure.
/// </summary>
internal readonly record struct AmountText(string Digits, int Shift, string? Currency, string? Problem)
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.,+-");
    private static readonly string[] Marks = ["大写", "小写", ":", "：", "￥", "¥"];

    /// <summary>The unit stands with the number.</summary>
    public bool NamesUnit { get; private init; }

    /// <summary>Name of the repair when it is more than an amount or a unit: <c>capital_numeral</c>, <c>two_writings</c>.</summary>
    public string? Form { get; init; }

    /// <summary>Takes apart. Units written with the number win over the supplier's, that over the field's. A sum written twice is one when both agree.</summary>
    public static AmountText Read(string text, string? fieldUnit, string? sourceUnit)
    {
        string plain = text.Replace(" ", "", StringComparison.Ordinal);
        return AmountPair.Split(plain) is var (outer, inner) ? AmountPair.Read(outer, inner, fieldUnit, sourceUnit) : ReadOne(plain, fieldUnit, sourceUnit);
    }

    /// <summary>The same for a text that holds one sum.</summary>
    public static AmountText ReadOne(string text, string? fieldUnit, string? sourceUnit)
    {
        var (rest, currency) = CurrencyName.TakeFrom(text);
        rest = WithoutMarks(rest);
        if (ReadCapital(rest, fieldUnit, sourceUnit) is { } capital)
        {
            return capital with { Currency = currency };
        }

        int end = rest.AsSpan().IndexOfAnyExcept(NumberCharacters);
        string digits = end < 0 ? rest : rest[..end];
        string words = end < 0 ? "" : Words(rest[end..]);
        string? problem = ProblemOf(digits, words, fieldUnit, sourceUnit);
        return new AmountText(digits, problem is null ? Power(words, fieldUnit, sourceUnit) : 0, currency, problem) { NamesUnit = words.Length > 0 };
    }

    /// <summary>Power of ten from the supplier's unit to the field's.</summary>
    public static int Power(string? unit, string? fieldUnit) => MoneyUnit.Power(unit) is { } from ? from - (MoneyUnit.Power(fieldUnit) ?? 0) : 0;

    private static int Power(string words, string? fieldUnit, string? sourceUnit) =>
        words.Length == 0 ? Power(sourceUnit, fieldUnit) : words == fieldUnit ? 0 : Power(words, fieldUnit);

    private static string? ProblemOf(string digits, string words, string? fieldUnit, string? sourceUnit) =>
        words.Length > 1 && words[0] is 'e' or 'E' && (char.IsAsciiDigit(words[1]) || words[1] is '+' or '-') ? "科学计数法会丢失位数"
        : digits.Length > 0 && words.AsSpan().IndexOfAnyInRange('0', '9') >= 0 ? "写了两个金额，或数字与单位混写"
        : words.Length > 0 && words != fieldUnit && words != sourceUnit && MoneyUnit.Power(words) is null ? "含有不认识的文字或单位"
        : !HasWholeGroups(digits) ? "千分位分隔符位置不对"
        : null;

    /// <summary>A sum in Chinese numerals, or null when the text is none.</summary>
    private static AmountText? ReadCapital(string text, string? fieldUnit, string? sourceUnit)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        var number = ChineseNumber.Read(utf8);
        if (number.Length == 0 || number.Length != utf8.Length)
        {
            return null;
        }

        string digits = string.Create(CultureInfo.InvariantCulture, $"{number.Fen / 100}.{number.Fen % 100:00}");
        return new AmountText(digits, Power(number.CountsYuan ? "元" : sourceUnit, fieldUnit), null, number.LacksUnit ? "中文数字没有写明单位" : null)
        {
            NamesUnit = number.CountsYuan, Form = "capital_numeral",
        };
    }

    private static string WithoutMarks(string text)
    {
        while (Array.Find(Marks, mark => text.StartsWith(mark, StringComparison.Ordinal)) is { } found)
        {
            text = text[found.Length..];
        }

        return text;
    }

    /// <summary>Register exports write the unit in brackets: 1,000(万元人民币), 500万元(美元).</summary>
    private static string Words(string text) =>
        string.Concat(text.Split('(', ')', '（', '）')).TrimEnd('整', '正').Replace("元元", "元", StringComparison.Ordinal);

    /// <summary>At least three digits after every comma: a comma is never a decimal point.</summary>
    private static bool HasWholeGroups(string digits)
    {
        int comma = digits.IndexOf(',', StringComparison.Ordinal);
        while (comma >= 0)
        {
            int next = digits.AsSpan(comma + 1).IndexOfAnyExceptInRange('0', '9');
            if (comma == 0 || (next < 0 ? digits.Length - comma - 1 : next) < 3)
            {
                return false;
            }

            comma = digits.IndexOf(',', comma + 1);
        }

        return true;
    }
}
