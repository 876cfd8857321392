using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>name_chars</c>: no control characters; a name that had some is damaged and is not guessed at.</summary>
internal sealed class NameCharsRule(RuleTarget target) : Rule("name_chars", target, Severity.Error)
{
    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        if ((draft.Cleaned[Target.Ordinal] & CleanFlags.Control) != 0)
        {
            Report(draft, "含有控制字符，名称可能已损坏", "请从源系统重新导出");
        }
    }
}
