using System.Globalization;
using System.Text;

namespace CreditHub.Testing.Platforms.Strict;

/// <summary>Checks one present value.</summary>
internal sealed class StrictFieldCheck(StrictField field, Func<string, string> value, DateOnly today, bool publishes)
{
    private readonly string _text = value(field.Code);

    public RecordFinding? Find() => Length() ?? Form() ?? Codes() ?? field.Rules.Select(Rule).FirstOrDefault(f => f is not null);

    private RecordFinding? Length()
    {
        if (_text.EnumerateRunes().Any(r => r.Value == 0xFFFD || (Rune.IsControl(r) && r.Value is not ('\n' or '\r' or '\t'))))
        {
            return Finding("E1011", "含有非法字符");
        }

        if (publishes && field.Personal == "id" && StrictNumbers.CitizenId(_text))
        {
            return Finding("E1010", "公开渠道不接收未脱敏的证件号码");
        }

        return field.MaxLength > 0 && _text.EnumerateRunes().Count() > field.MaxLength
            ? Finding("E1004", "长度超过" + field.MaxLength.ToString(CultureInfo.InvariantCulture) + "个字符")
            : null;
    }

    private RecordFinding? Form() => field.Type switch
    {
        "date" when StrictForms.Day(_text) is null => Finding("E1005", "日期应为 YYYY/MM/DD 形式的真实日期"),
        "month" when !StrictForms.Month(_text) => Finding("E1005", "月份应为 YYYYMM"),
        "year" when !StrictForms.Year(_text) => Finding("E1005", "年份应为四位数字"),
        "decimal" when !StrictForms.Decimal(_text, field.Precision, field.Scale) => Finding("E1006", "金额格式不正确"),
        "integer" when !StrictForms.Decimal(_text, 18, 0) => Finding("E1006", "应为整数"),
        _ => null,
    };

    private RecordFinding? Codes()
    {
        if (field.Codes is not { } codes)
        {
            return null;
        }

        var parts = field.Rules.FirstOrDefault(r => r.Name == "enum_multi") is { } multi ? _text.Split(multi.Argument) : [_text];
        var prefix = field.Rules.FirstOrDefault(r => r.Name == "enum_prefix")?.Argument;
        return parts.All(p => codes.Contains(p) || (prefix is not null && p.StartsWith(prefix, StringComparison.Ordinal)))
            ? null
            : Finding("E1007", "不在代码表内");
    }

    private RecordFinding? Rule(StrictRule rule) => rule.Name switch
    {
        "uscc" when !StrictNumbers.Uscc(_text) && !Placeholder() => Finding("E1003", "统一社会信用代码校验位错误"),
        "orgcode" when !StrictNumbers.OrgCode(_text) => Finding("E1003", "组织机构代码校验位错误"),
        "orgcode_or_uscc" when !StrictNumbers.OrgCode(_text) && !StrictNumbers.Uscc(_text) => Finding("E1003", "组织机构代码校验位错误"),
        "citizen_id" when !Person() => Finding("E1003", "身份证号码校验位错误"),
        "citizen_id_if" when rule.When!(value) && !Person() => Finding("E1003", "身份证号码校验位错误"),
        "citizen_id_or_masked" when !Person() => Finding("E1003", "身份证号码校验位错误"),
        "tax_id" when !TaxId() => Finding("E1003", "纳税人识别号不正确"),
        "blank_if" when rule.When!(value) => Finding("E1012", "按规定应为空"),
        "equals" when _text != rule.Argument => Finding("E1007", "应为" + rule.Argument),
        "region6" when _text.Length != 6 || !_text.All(char.IsAsciiDigit) => Finding("E1003", "地方编码应为六位数字"),
        "gt" when StrictForms.Compare(_text, rule.Argument) <= 0 => Finding("E1006", "应大于" + rule.Argument),
        "ge" when StrictForms.Compare(_text, rule.Argument) < 0 => Finding("E1006", "应不小于" + rule.Argument),
        "date_le_today" when StrictForms.Day(_text) > today => Finding("E1005", "日期晚于接收当日"),
        "date_ge" when StrictForms.Day(_text) < StrictForms.Day(value(rule.Argument)) => Finding("E1005", "日期早于" + rule.Argument),
        _ => null,
    };

    private bool Placeholder() =>
        _text == StrictNumbers.NoCode && field.Rules.Any(r => r.Name == "uscc_placeholder_if" && r.When!(value));

    private bool Masked => _text.Contains('*', StringComparison.Ordinal);

    private bool Person() => StrictNumbers.CitizenId(_text) || (Masked && (publishes || field.HasRule("citizen_id_or_masked")));

    private bool TaxId() => (publishes && Masked)
        || (_text.Length is 15 or 17 or 18 or 20
            && _text.All(char.IsAsciiLetterOrDigit)
            && (_text.Length != 18 || StrictNumbers.Uscc(_text) || StrictNumbers.CitizenId(_text)));

    private RecordFinding Finding(string code, string message) => new(code, field.Code, field.Name + message);
}
