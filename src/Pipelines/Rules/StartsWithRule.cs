using System.Text;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>startswith:V</c>: prefix.</summary>
internal sealed class StartsWithRule(RuleTarget target, string prefix) : Rule("startswith", target, Severity.Error)
{
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);

    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        if (!Value(draft).StartsWith(_prefix))
        {
            Report(draft, $"应以{prefix}开头", "请核对后重报");
        }
    }
}
