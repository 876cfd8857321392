using System.Globalization;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Worker.Forms;

/// <summary>What a form says about its columns, for departments.</summary>
internal static class FormText
{
    /// <summary>How to fill the form in.</summary>
    public static IReadOnlyList<string> Advice(DatasetDefinition dataset) =>
    [
        $"《{dataset.Name}》填报说明（目录{dataset.Edition}版，{dataset.Code}）",
        "1. 请勿改动第一张工作表的表头和列的顺序；从表头下一行起，每行填一条，中间不留空行。",
        "2. 一份文书涉及多个当事人的，每个当事人填一行。",
        "3. 本期没有数据的，保留表头、不填数据行，照常报送：这就是零报告，与不报不同。",
        "4. 日期写成2026-05-06；代码、编号按文本填写（单元格已设为文本），避免长数字被截断。",
        "5. 有下拉选项的列请从选项中选择；注明可填多项的，用英文分号“;”隔开。",
    ];

    /// <summary>必填, 选填, or when.</summary>
    public static string Obligation(FieldDefinition field) => field.Required ? "必填" : field.RequiredWhen is null ? "选填" : "有条件必填";

    /// <summary>What a value looks like.</summary>
    public static string Form(FormColumn column)
    {
        var field = column.Field;
        string text = field.Type switch
        {
            FieldType.Date => "日期，如2026-05-06",
            FieldType.Month => "年月，如2026-05",
            FieldType.Year => "年份，如2026",
            FieldType.Decimal => $"数字，最多{field.Scale.ToString(CultureInfo.InvariantCulture)}位小数{(field.Unit is { } unit ? $"，单位：{unit}" : "")}",
            FieldType.Integer => "整数",
            FieldType.Text or FieldType.LongText => field.MaxLength > 0 ? $"文字，不超过{field.MaxLength.ToString(CultureInfo.InvariantCulture)}字" : "文字",
            _ => "",
        };
        return column.Words.Count == 0 ? text : column.Several ? text + "；可填多项，见“选项”" : "从下拉选项中选择";
    }
}
