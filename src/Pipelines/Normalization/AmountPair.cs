using System.Text;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// One sum written twice, the second time in brackets: 50万元（伍拾万元整）, 伍拾万元整（￥500,000.00）. Taken when both say the same; otherwise nobody can tell which is
/// meant. Pure.
/// </summary>
internal static class AmountPair
{
    private const string Repair = "two_writings";

    /// <summary>What stands before and in the brackets, or null when there are no two sums.</summary>
    public static (string Outer, string Inner)? Split(string text)
    {
        int open = text.AsSpan().IndexOfAny('(', '（');
        if (open <= 0 || text[^1] is not (')' or '）'))
        {
            return null;
        }

        string outer = text[..open];
        string inner = text[(open + 1)..^1];
        return HasNumber(outer) && HasNumber(inner) ? (outer, inner) : null;
    }

    /// <summary>Reads both. A sum without a unit may count 元 beside one that says so.</summary>
    public static AmountText Read(string outer, string inner, string? fieldUnit, string? sourceUnit)
    {
        var first = AmountText.ReadOne(outer, fieldUnit, sourceUnit);
        var second = AmountText.ReadOne(inner, fieldUnit, sourceUnit);
        string? problem = first.Problem ?? second.Problem
            ?? ((first.Currency ?? CurrencyName.Domestic) != (second.Currency ?? CurrencyName.Domestic) ? "写了两种币种的金额" : null);
        if (problem is not null)
        {
            return first with { Problem = problem };
        }

        bool same = Plain(first) == Plain(second)
            || (!first.NamesUnit && second.NamesUnit && Plain(AmountText.ReadOne(outer, fieldUnit, "元")) == Plain(second))
            || (!second.NamesUnit && first.NamesUnit && Plain(AmountText.ReadOne(inner, fieldUnit, "元")) == Plain(first));
        var taken = first.NamesUnit ? first : second;
        return taken with { Problem = same ? null : "写了两个不同的金额", Currency = first.Currency ?? second.Currency, Form = Repair };
    }

    private static bool HasNumber(string text) =>
        text.AsSpan().IndexOfAnyInRange('0', '9') >= 0 || text.Any(character => ChineseNumber.Holds(character) && character is not ('万' or '亿' or '千' or '百'));

    /// <summary>Plain digits in the field's unit; empty when it is no number.</summary>
    private static string Plain(AmountText amount)
    {
        Span<byte> plain = stackalloc byte[PlainDecimal.MaxLength];
        int length = amount.Problem is null ? PlainDecimal.Write(Encoding.UTF8.GetBytes(amount.Digits), amount.Shift, plain) : 0;
        return Encoding.UTF8.GetString(plain[..length]);
    }
}
