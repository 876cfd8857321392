using System.Globalization;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>gt:N</c>, <c>ge:N</c>: lower bound of a number.</summary>
internal sealed class NumberRule(string name, RuleTarget target, decimal bound, bool orEqual) : Rule(name, target, Severity.Error)
{
    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        if (!Holds(Value(draft)))
        {
            Report(draft, $"必须{(orEqual ? "不小于" : "大于")}{bound.ToString(CultureInfo.InvariantCulture)}", "请核对数值");
        }
    }

    /// <summary>Zero, by far the usual bound, needs no number: a plain form shows its sign.</summary>
    private bool Holds(ReadOnlySpan<byte> value)
    {
        if (bound == 0)
        {
            return !value.StartsWith("-"u8) && (orEqual || !value.SequenceEqual("0"u8));
        }

        return decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            && (number > bound || (number == bound && orEqual));
    }
}
