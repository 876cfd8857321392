using CreditHub.Pipelines.Runs;

namespace CreditHub.Pipelines.Tests.Runs;

public sealed class ColumnNotesTests
{
    [Fact]
    public void Counts_each_name_once_over_all_payloads()
    {
        var notes = new ColumnNotes();
        notes.Add(["所在省份", "地区"], []);
        notes.Add(["地区", "备注"], []);

        Assert.Equal("忽略目录外的列：3 列（所在省份、地区、备注）", notes.After(""));
        Assert.Equal("零报告：本期无数据；忽略目录外的列：3 列（所在省份、地区、备注）", notes.After("零报告：本期无数据"));
    }

    [Fact]
    public void Says_nothing_when_every_column_is_known()
    {
        var notes = new ColumnNotes();
        notes.Add(["地区"], []);
        notes.Clear();

        Assert.Equal("零报告：本期无数据", notes.After("零报告：本期无数据"));
    }

    [Fact]
    public void Tells_once_that_records_came_without_the_column_that_deletes()
    {
        var notes = new ColumnNotes();
        notes.Add(["备注"], [], "op");
        notes.Add([], []);
        notes.Add([], [], "op");

        Assert.Equal("完成；标明删除的列 op 在 2 份数据中均未出现，未据此删除任何记录，请核对接入配置的deletion或向供数单位核实；忽略目录外的列：1 列（备注）", notes.After("完成"));
        notes.Clear();
        Assert.Equal("完成", notes.After("完成"));
    }

    [Fact]
    public void Cuts_a_flood_of_names_but_counts_all_of_them()
    {
        var notes = new ColumnNotes();
        notes.Add([.. Enumerable.Range(0, 2000).Select(i => $"列\u0007{i}")], []);

        string text = notes.After("");

        Assert.StartsWith("忽略目录外的列：2000 列（列 0、", text, StringComparison.Ordinal);
        Assert.EndsWith("…）", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 200, 230);
        Assert.DoesNotContain('\u0007', text);
    }

    [Fact]
    public void Names_forbidden_columns_first_and_apart()
    {
        var notes = new ColumnNotes();
        notes.Add(["备注", "婚姻状况"], ["婚姻状况"]);
        notes.Add(["血型"], ["血型"]);

        Assert.Equal("完成；禁止归集的列未采集：2 列（婚姻状况、血型）；忽略目录外的列：1 列（备注）", notes.After("完成"));
    }
}
