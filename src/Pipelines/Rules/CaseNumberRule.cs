using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>case_no</c>: court case number such as （2023）川01执123号, brackets already of one kind.</summary>
internal sealed class CaseNumberRule(RuleTarget target) : Rule("case_no", target, Severity.Error)
{
    private static ReadOnlySpan<byte> Open => "（"u8;

    private static ReadOnlySpan<byte> Close => "）"u8;

    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        int year = Open.Length;
        bool valid = value.Length > year + 4 + Close.Length && value.StartsWith(Open) && Digits.All(value.Slice(year, 4))
            && value[(year + 4)..].StartsWith(Close) && HasSerial(value[(year + 4 + Close.Length)..]);
        if (!valid)
        {
            Report(draft, "不是法院案号形式", "请按（年份）法院代码案件类型序号号填写");
        }
    }

    /// <summary>Words of court and kind, then digits before 号; what follows (之一) is free.</summary>
    private static bool HasSerial(ReadOnlySpan<byte> rest)
    {
        int sign = rest.IndexOf("号"u8);
        return sign > 1 && char.IsAsciiDigit((char)rest[sign - 1]) && rest[0] >= 0x80;
    }
}
