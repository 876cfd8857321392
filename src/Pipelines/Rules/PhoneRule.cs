using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>phone</c>: one mobile or landline number; <c>phone_multi</c>: one or more, joined by a semicolon.</summary>
internal sealed class PhoneRule(string name, RuleTarget target, bool several) : Rule(name, target, Severity.Error)
{
    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        bool valid = true;
        int count = 0;
        foreach (var part in value.Split((byte)';'))
        {
            valid &= PhoneNumber.IsValid(value[part]);
            count++;
        }

        if (!valid || (count > 1 && !several))
        {
            Report(draft, valid ? "只能填写一个号码" : "不是有效的手机或固定电话号码", "请核对电话号码");
        }
    }
}
