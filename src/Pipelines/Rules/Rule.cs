using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// One named rule of one field. Called only when the field has a value; first all repairs of a record, then all checks.
/// Bound once, stateless afterwards: the same values give the same findings.
/// </summary>
internal abstract class Rule(string name, RuleTarget target, Severity severity)
{
    /// <summary>As the catalog writes it, without argument.</summary>
    public string Name { get; } = name;

    /// <summary>Its field.</summary>
    protected RuleTarget Target { get; } = target;

    /// <summary>Of its findings.</summary>
    protected Severity Severity { get; } = severity;

    /// <summary>Puts a value right where that cannot be wrong, and records it.</summary>
    public virtual void Repair(RecordDraft draft)
    {
    }

    /// <summary>Reports what is wrong; never changes a value.</summary>
    public abstract void Check(RecordDraft draft);

    /// <summary>The field's value.</summary>
    protected ReadOnlySpan<byte> Value(RecordDraft draft) => draft.Values[Target.Ordinal];

    /// <summary>Reports under this rule's name.</summary>
    protected void Report(RecordDraft draft, string problem, string remedy) =>
        draft.Report(Target, Name, RuleText.Sentence(Target, Value(draft), problem, remedy), Severity);
}
