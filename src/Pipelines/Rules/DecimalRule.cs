using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>decimal:P,S</c>: at most P digits, S of them decimals. Never rounds.</summary>
internal sealed class DecimalRule(RuleTarget target, int precision, int scale) : Rule("decimal", target, Severity.Error)
{
    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var (whole, fraction) = PlainDecimal.Count(Value(draft));
        if (fraction > scale)
        {
            Report(draft, $"按目录单位小数超过{scale}位", $"请核对金额与单位{(Target.Field.Unit is { } unit ? $"（{unit}）" : "")}");
        }
        else if (whole > precision - scale)
        {
            Report(draft, $"整数部分超过{precision - scale}位", "请核对数值与单位");
        }
    }
}
