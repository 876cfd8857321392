using System.Buffers;
using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Numbers and amounts, content form plain digits in the field's unit. Takes thousands separators, currency signs, unit words and Chinese numerals; converts
/// units exactly, never currencies: a foreign one is taken only where the catalog has a field for it (<c>currency</c>). Scientific notation
/// is refused: digits were lost before us.
/// </summary>
internal sealed class AmountForm(RuleTarget target, bool namesCurrency) : ValueForm(target)
{
    private const int Longest = 100;
    private const string Remedy = "请只填数字，不用科学计数法";

    private static readonly SearchValues<byte> NumberCharacters = SearchValues.Create("0123456789.+-"u8);

    private readonly bool _integer = target.Field.Type == FieldType.Integer;

    private string Rule => _integer ? "type" : "decimal";

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> value, RecordDraft draft, string? sourceUnit)
    {
        int shift = AmountText.Power(sourceUnit, Target.Field.Unit);
        if (shift == 0 && PlainDecimal.IsPlain(value) && !(_integer && value.Contains((byte)'.')))
        {
            draft.Values.Set(Target.Ordinal, value);
        }
        else if (value.Length > Longest)
        {
            Refuse(draft, Rule, value, "不是数字", "请只填数字");
        }
        else if (value.IndexOfAnyExcept(NumberCharacters) < 0)
        {
            TakeNumber(value, new AmountText("", shift, null, null), value, draft);
        }
        else
        {
            TakeWords(value, draft, AmountText.Read(Encoding.UTF8.GetString(value), Target.Field.Unit, sourceUnit));
        }
    }

    private void TakeWords(ReadOnlySpan<byte> value, RecordDraft draft, AmountText amount)
    {
        if (amount.Problem is null && amount.Currency is { } currency && currency != CurrencyName.Domestic && !namesCurrency)
        {
            Refuse(draft, Rule, value, $"以外币（{currency}）填写", "请换算为人民币后填写");
            return;
        }

        if (amount.Problem is null && amount.Digits.Length == 0)
        {
            draft.Report(Target, Rule, RuleText.Sentence(Target, value, "只有单位没有数字，按未填写处理", "请补充金额"), Severity.Warning);
            return;
        }

        if (amount.Problem is { } problem)
        {
            Refuse(draft, Rule, value, problem, Remedy);
            return;
        }

        Span<byte> number = stackalloc byte[Longest];
        TakeNumber(value, amount, number[..Encoding.UTF8.GetBytes(amount.Digits, number)], draft);
    }

    /// <summary>Sets the number <paramref name="digits"/> of the amount.</summary>
    private void TakeNumber(ReadOnlySpan<byte> value, AmountText amount, ReadOnlySpan<byte> digits, RecordDraft draft)
    {
        Span<byte> plain = stackalloc byte[PlainDecimal.MaxLength];
        int written = PlainDecimal.Write(digits, amount.Shift, plain);
        if (written == 0 || (_integer && plain[..written].Contains((byte)'.')))
        {
            Refuse(draft, Rule, value, _integer ? "不是整数" : "不是数字", Remedy);
            return;
        }

        draft.Values.Set(Target.Ordinal, plain[..written]);
        draft.Currencies[Target.Ordinal] = amount.Currency;
        if (!value.SequenceEqual(plain[..written]))
        {
            draft.Repaired(Target, amount.Form ?? (amount.Shift == 0 ? "amount" : "unit"));
        }
    }
}
