using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>region6</c>: six digits; <c>region9</c>: six to twelve. Abolished codes are never refused.</summary>
internal sealed class RegionRule(string name, RuleTarget target, int longest) : Rule(name, target, Severity.Error)
{
    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        if (!Digits.All(value) || value.Length < 6 || value.Length > longest || value[0] is (byte)'0' or (byte)'9')
        {
            Report(draft, longest == 6 ? "应为6位行政区划代码" : "应为6至12位行政区划代码", "请按GB/T 2260填写");
        }
    }
}
