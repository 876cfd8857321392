using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>regno15_warn</c>: 15 digits with a check digit; everything else is only reported, old 13-digit numbers with their own words.</summary>
internal sealed class RegistrationNumberRule(RuleTarget target) : Rule("regno15_warn", target, Severity.Warning)
{
    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        if (RegistrationNumber.IsValid(value))
        {
            return;
        }

        string problem = RegistrationNumber.IsLegacy(value) ? "是2007年以前的13位注册号，没有校验位"
            : RegistrationNumber.IsForeignLegacy(value) ? "是2007年以前外商投资企业的注册号，没有校验位"
            : UsccCode.IsValid(value) ? "填入的是统一社会信用代码"
            : value.Length == 15 && Digits.All(value) ? "校验位不正确"
            : "应为15位数字";
        Report(draft, problem, "请核对工商注册号");
    }
}
