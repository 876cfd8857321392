using System.Buffers;
using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Numbers and amounts, content form plain digits in the field's unit. Takes thousands separators, currency signs and unit words; converts
/// exactly. Scientific notation is refused: digits were lost before us.
/// </summary>
internal sealed class AmountForm(RuleTarget target) : ValueForm(target)
{
    private const int Longest = 100;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.,+-");

    private readonly bool _integer = target.Field.Type == FieldType.Integer;

    private string Rule => _integer ? "type" : "decimal";

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> value, RecordDraft draft, string? sourceUnit)
    {
        int shift = Shift(sourceUnit);
        if (shift == 0 && PlainDecimal.IsPlain(value) && !(_integer && value.Contains((byte)'.')))
        {
            draft.Values.Set(Target.Ordinal, value);
            return;
        }

        if (value.Length > Longest)
        {
            Refuse(draft, Rule, value, "不是数字", "请只填数字");
            return;
        }

        Span<byte> number = stackalloc byte[Longest];
        string? problem = Split(Encoding.UTF8.GetString(value), sourceUnit, number, out int length, out shift);
        Span<byte> plain = stackalloc byte[PlainDecimal.MaxLength];
        int written = problem is null ? PlainDecimal.Write(number[..length], shift, plain) : 0;
        if (written == 0 || (_integer && plain[..written].Contains((byte)'.')))
        {
            Refuse(draft, Rule, value, problem ?? (_integer ? "不是整数" : "不是数字"), "请只填数字，不用科学计数法");
            return;
        }

        draft.Values.Set(Target.Ordinal, plain[..written]);
        if (!value.SequenceEqual(plain[..written]))
        {
            draft.Repaired(Target, shift == 0 ? "amount" : "unit");
        }
    }

    /// <summary>Power of ten from the supplier's unit to the field's.</summary>
    private int Shift(string? sourceUnit) =>
        MoneyUnit.Power(sourceUnit) is { } from ? from - (MoneyUnit.Power(Target.Field.Unit) ?? 0) : 0;

    /// <summary>Splits the number from the words around it; the problem in Chinese, or null.</summary>
    private string? Split(string text, string? sourceUnit, Span<byte> number, out int length, out int shift)
    {
        length = 0;
        shift = Shift(sourceUnit);
        text = text.Replace(" ", "", StringComparison.Ordinal).Replace("人民币", "", StringComparison.Ordinal)
            .Replace("RMB", "", StringComparison.OrdinalIgnoreCase).Replace("CNY", "", StringComparison.OrdinalIgnoreCase)
            .TrimStart('￥', '¥');
        int end = text.AsSpan().IndexOfAnyExcept(NumberCharacters);
        string digits = end < 0 ? text : text[..end];
        // Register exports write the unit in brackets: 1,000(万元人民币).
        string words = end < 0 ? "" : text[end..].Trim('(', ')', '（', '）').TrimEnd('整', '正');
        if (words.Length > 1 && words[0] is 'e' or 'E' && (char.IsAsciiDigit(words[1]) || words[1] is '+' or '-'))
        {
            return "科学计数法会丢失位数";
        }

        if (words.Length > 0 && words != Target.Field.Unit && words != sourceUnit)
        {
            if (MoneyUnit.Power(words) is not { } power)
            {
                return "含有不认识的文字或单位";
            }

            shift = power - (MoneyUnit.Power(Target.Field.Unit) ?? 0);
        }
        else if (words.Length > 0 && words == Target.Field.Unit)
        {
            shift = 0;
        }

        if (!HasWholeGroups(digits))
        {
            return "千分位分隔符位置不对";
        }

        length = Encoding.ASCII.GetBytes(digits, number);
        return null;
    }

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
