using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Tests.Normalization;

/// <summary>Random and damaged values through every form: total, never half-decoded, and stable when normalised again.</summary>
public class HostileValueTests
{
    private static readonly string[] Pieces =
    [
        "2026", "-", "/", "年", "1", "12", "月", "日", ".0", "元", "万元", ",", "E+17", "914403001922038216", "11010519491231002X", "O", "I", "*", "无", "空", " ", "\u3000", "０", "Ａ", "（", "〔",
        ")", "]", "\"", "\\", "\n", "\r\n", "\t", "\u0000", "\u0001", "\u200B", "\uFEFF", "\uFFFD", "\uFFFF", "\uE81E", "𠮷", "；", "、", ";", "警告", "罚款", "其他-", "长期", "号", "138", "\u202E", "\u2028",
    ];

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public async Task Any_value_is_taken_or_refused_and_a_taken_one_is_stable(int seed)
    {
        var random = new Random(seed);
        var dataset = Dataset();
        string[] columns = [.. dataset.Definition.Fields.Select(field => field.Code)];
        List<byte[][]> rows = [.. Enumerable.Range(0, 1500).Select(i => columns.Select(_ => Value(random)).Prepend(Encoding.UTF8.GetBytes($"k{i}")).Take(columns.Length).ToArray())];
        var outcomes = await dataset.ReadAsync(new RowDecoder(columns, rows));
        Assert.Equal(rows.Count, outcomes.Count);
        Assert.Contains(outcomes, row => row.Accepted);
        foreach (var row in outcomes)
        {
            Assert.Equal(row.Accepted, row.Violations.All(violation => violation.Severity == Model.Severity.Warning));
            Assert.DoesNotContain('\uFFFD', row.Content + row.Messages);
            if (row.Accepted)
            {
                await AssertStableAsync(dataset, columns, row);
            }
        }
    }

    private static async Task AssertStableAsync(TestDataset dataset, string[] columns, RowOutcome row)
    {
        Assert.True(Utf8.IsValid(Encoding.UTF8.GetBytes(row.Content)));
        using var json = JsonDocument.Parse(row.Content);
        Assert.All(json.RootElement.EnumerateObject(), property => Assert.NotEqual("", property.Value.GetString()));
        var again = await dataset.RowAsync([.. columns.Select(code => row[code] ?? "")]);
        Assert.Equal((row.Content, row.Id, row.Hash), (again.Content, again.Id, again.Hash));
        Assert.Empty(again.Repairs);
    }

    private static byte[] Value(Random random)
    {
        if (random.Next(8) != 0)
        {
            return [];
        }

        if (random.Next(8) == 0)
        {
            byte[] noise = new byte[random.Next(40)];
            random.NextBytes(noise);
            return noise;
        }

        var text = new StringBuilder();
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static TestDataset Dataset() =>
        new TestDataset { Subject = new("T", "U", "O", "R", null, "C", "T == '无'") }
            .CodeSet("P", ("警告", "警告", ["1"]), ("罚款", "罚款", []), ("没收违法所得、没收非法财物", "没收违法所得、没收非法财物", []))
            .Field("K").Field("T").Field("L", FieldType.LongText).Field("D", FieldType.Date, "open_ended:2099/12/31").Field("E", FieldType.Date).Field("M", FieldType.Month)
            .Field("Y", FieldType.Year).Field("N", FieldType.Decimal, "decimal:18,6", field => field with { Unit = "万元" }).Field("I", FieldType.Integer)
            .Field("U", rules: "uscc_warn").Field("O", with: field => field with { Name = "组织机构代码" }).Field("R", rules: "regno15_warn").Field("C", rules: "citizen_id_warn")
            .Field("W", rules: "doc_no_chars").Field("A", with: field => field with { Name = "案号" }).Field("H", with: field => field with { Name = "电话" })
            .Field("Z", rules: "enum_multi:; enum_prefix:其他", with: field => field with { CodeSet = "P" });
}
