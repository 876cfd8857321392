using System.Globalization;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>length:A,B</c>: exactly one of these numbers of characters, such as 12 of a public institution's certificate.</summary>
internal sealed class LengthRule(RuleTarget target, int[] lengths) : Rule("length", target, Severity.Error)
{
    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        int length = RuleText.CountScalars(Value(draft));
        if (!lengths.Contains(length))
        {
            string allowed = string.Join("或", lengths.Select(one => one.ToString(CultureInfo.InvariantCulture)));
            Report(draft, string.Create(CultureInfo.InvariantCulture, $"长度{length}位，应为{allowed}位"), "请核对后重报");
        }
    }
}
