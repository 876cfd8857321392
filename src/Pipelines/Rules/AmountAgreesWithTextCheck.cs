using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// <c>amount_agrees_with_text</c>, <c>confiscation_agrees_with_text</c> (text, amount): a sum that the text names with one of the words (罚款2000元) is the amount in its
/// unit, or all of them together are. Catches 元 given as 万元. Texts that name no such sum, or many, pass.
/// </summary>
internal sealed class AmountAgreesWithTextCheck(CheckDefinition definition, int text, RuleTarget amount, params string[] words) : RecordCheck(definition, amount.Code)
{
    private const int MostSums = 8;

    private readonly byte[][] _words = [.. words.Select(Encoding.UTF8.GetBytes)];
    private readonly int _power = (MoneyUnit.Power(amount.Field.Unit) ?? 0) + 2;

    /// <inheritdoc/>
    protected override bool Holds(RecordValues values)
    {
        if (!values.IsFilled(amount.Ordinal))
        {
            return true;
        }

        Span<long> sums = stackalloc long[MostSums];
        int count = 0;
        foreach (byte[] word in _words)
        {
            count += NamedAmounts.Find(values[text], word, sums[count..]);
        }

        return count is 0 or MostSums || IsOneOf(sums[..count], values[amount.Ordinal]);
    }

    private bool IsOneOf(ReadOnlySpan<long> sums, ReadOnlySpan<byte> stored)
    {
        Span<byte> plain = stackalloc byte[PlainDecimal.MaxLength];
        if (!NamedAmounts.TryWhole(plain[..PlainDecimal.Write(stored, _power, plain)], out long fen))
        {
            return false;
        }

        long total = 0;
        foreach (long sum in sums)
        {
            total += sum;
        }

        return total == fen || sums.Contains(fen);
    }
}
