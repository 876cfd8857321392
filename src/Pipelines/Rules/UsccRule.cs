using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// <c>uscc</c>, <c>uscc_warn</c>, <c>uscc_repair</c>: unified social credit code. <paramref name="placeholderWhen"/>: condition under which the
/// placeholder is accepted (<c>uscc_placeholder_if</c>), null = never.
/// </summary>
internal sealed class UsccRule(string name, RuleTarget target, Severity severity, Condition? placeholderWhen)
    : IdentifierRule(name, target, severity)
{
    private const string Remedy = "请按营业执照或登记证书核对后重报";

    /// <inheritdoc/>
    protected override bool Fits(ReadOnlySpan<byte> value) => UsccCode.IsValid(value) || value.SequenceEqual(UsccCode.Placeholder);

    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        if (UsccCode.IsValid(value))
        {
            return;
        }

        if (value.SequenceEqual(UsccCode.Placeholder))
        {
            if (placeholderWhen is null || !placeholderWhen.Holds(draft.Values))
            {
                Report(draft, "此处不允许使用占位代码", "请填写真实的统一社会信用代码");
            }

            return;
        }

        if (CitizenId.Resembles(value))
        {
            Report(draft, "疑似填入了公民身份号码", "请改填统一社会信用代码，身份号码填入证件号码栏");
            return;
        }

        ReportMismatch(draft, "18位", value.Length == Longest, Remedy);
    }
}
