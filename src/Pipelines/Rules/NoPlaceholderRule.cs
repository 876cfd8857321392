using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>no_placeholder</c>: not a word that stands for an absent value. Only where such a word is kept it gets this far.</summary>
internal sealed class NoPlaceholderRule(RuleTarget target) : Rule("no_placeholder", target, Severity.Error)
{
    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        if (NullWords.Contains(Value(draft)))
        {
            Report(draft, "填写的是占位词", "请填写实际内容");
        }
    }
}
