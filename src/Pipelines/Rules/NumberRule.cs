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
        if (!decimal.TryParse(Value(draft), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            || number < bound || (number == bound && !orEqual))
        {
            Report(draft, $"必须{(orEqual ? "不小于" : "大于")}{bound.ToString(CultureInfo.InvariantCulture)}", "请核对数值");
        }
    }
}
