using System.Buffers;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// An amount taken apart: digits as written, power of ten to the field's unit, currency (null = none named), what is wrong in Chinese (null =
/// nothing). No digits: only words of a unit stood there. Pure.
/// </summary>
internal readonly record struct AmountText(string Digits, int Shift, string? Currency, string? Problem)
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.,+-");

    /// <summary>Takes apart. Units written with the number win over the supplier's, that over the field's.</summary>
    public static AmountText Read(string text, string? fieldUnit, string? sourceUnit)
    {
        var (rest, currency) = CurrencyName.TakeFrom(text.Replace(" ", "", StringComparison.Ordinal));
        rest = rest.TrimStart('￥', '¥');
        int end = rest.AsSpan().IndexOfAnyExcept(NumberCharacters);
        string digits = end < 0 ? rest : rest[..end];
        string words = end < 0 ? "" : Words(rest[end..]);
        string? problem = words.Length > 1 && words[0] is 'e' or 'E' && (char.IsAsciiDigit(words[1]) || words[1] is '+' or '-') ? "科学计数法会丢失位数"
            : words.Length > 0 && words != fieldUnit && words != sourceUnit && MoneyUnit.Power(words) is null ? "含有不认识的文字或单位"
            : !HasWholeGroups(digits) ? "千分位分隔符位置不对"
            : null;
        return new AmountText(digits, problem is null ? Power(words, fieldUnit, sourceUnit) : 0, currency, problem);
    }

    /// <summary>Power of ten from the supplier's unit to the field's.</summary>
    public static int Power(string? unit, string? fieldUnit) => MoneyUnit.Power(unit) is { } from ? from - (MoneyUnit.Power(fieldUnit) ?? 0) : 0;

    private static int Power(string words, string? fieldUnit, string? sourceUnit) =>
        words.Length == 0 ? Power(sourceUnit, fieldUnit) : words == fieldUnit ? 0 : Power(words, fieldUnit);

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
