using System.Buffers;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// <c>amount_agrees_with_text</c> (text, amount): the first fine named in the text (罚款2000元) equals the amount in its unit. Catches 元 given as 万元. Texts
/// that name no plain amount pass.
/// </summary>
internal sealed class AmountAgreesWithTextCheck(CheckDefinition definition, int text, RuleTarget amount) : RecordCheck(definition, amount.Code)
{
    private static readonly SearchValues<byte> NumberCharacters = SearchValues.Create("0123456789.,"u8);

    private static ReadOnlySpan<byte> Fine => "罚款"u8;

    /// <inheritdoc/>
    protected override bool Holds(RecordValues values)
    {
        var stored = values[amount.Ordinal];
        int at = values[text].IndexOf(Fine);
        if (stored.IsEmpty || at < 0)
        {
            return true;
        }

        var rest = Skip(Skip(Skip(values[text][(at + Fine.Length)..], "："u8), "人民币"u8), "￥"u8);
        int end = rest.IndexOfAnyExcept(NumberCharacters);
        if (end <= 0 || end > PlainDecimal.MaxDigits || Power(rest[end..]) is not { } power)
        {
            return true;
        }

        Span<byte> plain = stackalloc byte[PlainDecimal.MaxLength];
        int length = PlainDecimal.Write(rest[..end], power - (MoneyUnit.Power(amount.Field.Unit) ?? 0), plain);
        return length == 0 || stored.SequenceEqual(plain[..length]);
    }

    private static int? Power(ReadOnlySpan<byte> unit) => unit.StartsWith("元"u8) ? 0 : unit.StartsWith("万元"u8) ? 4 : null;

    private static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => text.StartsWith(word) ? text[word.Length..] : text;
}
