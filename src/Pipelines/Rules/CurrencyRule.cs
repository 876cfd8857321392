using System.Text;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>currency:FIELD</c>: the amount may be in any currency; one that is written with it goes into the other field, which wins when it says otherwise.</summary>
internal sealed class CurrencyRule(RuleTarget target, RuleTarget currency) : Rule("currency", target, Severity.Warning)
{
    /// <inheritdoc/>
    public override void Repair(RecordDraft draft)
    {
        if (draft.Currencies[Target.Ordinal] is { } name && !draft.Values.IsFilled(currency.Ordinal) && !draft.IsFaulty(currency.Ordinal))
        {
            draft.Values.Set(currency.Ordinal, Encoding.UTF8.GetBytes(name));
            draft.Repaired(currency, Name);
        }
    }

    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        if (draft.Currencies[Target.Ordinal] is { } name && CurrencyName.Find(Encoding.UTF8.GetString(draft.Values[currency.Ordinal])) != name)
        {
            Report(draft, $"写的是{name}，与“{currency.Name}”不一致", "请核对币种");
        }
    }
}
