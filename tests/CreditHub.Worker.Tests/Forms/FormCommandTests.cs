using System.Text.Json.Nodes;
using CreditHub.Pipelines.Catalog;
using CreditHub.Testing.Truth;
using CreditHub.Worker.Tests.Commands;

namespace CreditHub.Worker.Tests.Forms;

/// <summary>Forms for departments: written, filled in, collected; returned empty they say that there is nothing.</summary>
public sealed class FormCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forms_have_the_printed_columns_with_words_to_choose_from_and_open_without_complaint()
    {
        using var hub = new Hub();
        string file = Path.Combine(hub.Home, "form.xlsx");
        Assert.Equal(0, (await hub.RunAsync(Ct, "form", "ZDGZ", "--out", file)).Code);

        Assert.Equal(["编号", "企业名称", "统一社会信用代码", "重点关注类型", "联系人", "联系电话", "电子邮箱"], FormFile.Header(file));
        Assert.Equal(["D3:D5000 选项!$A$2:$A$4"], FormFile.Lists(file));
        Assert.Equal(["重点关注类型", "黑名单对象", "行政处罚对象", "联合奖惩对象"], FormFile.Sheet(file, 2).Select(row => Assert.Single(row)));
        Assert.Contains(FormFile.Sheet(file, 1), row => row is ["企业名称", "必填", _]);
        Assert.Empty(FormFile.Faults(file));

        var again = await hub.RunAsync(Ct, "form", "ZDGZ", "--out", file);
        Assert.Equal(2, again.Code);
        Assert.Contains("exists already", again.Notes, StringComparison.Ordinal);
        Assert.Equal(2, (await hub.RunAsync(Ct, "form", "ZDGX")).Code);
        Assert.Equal(2, (await hub.RunAsync(Ct, "form", "ZDGZ", "--out", Path.Combine(hub.Home, "form.csv"))).Code);
    }

    [Fact]
    public async Task Every_dataset_has_a_form_that_opens_without_complaint()
    {
        using var hub = new Hub();
        var codes = JsonNode.Parse((await hub.RunAsync(Ct, "catalog", "--json")).Answer)!.AsArray().Select(d => ((string)d!["code"]!, (string)d!["edition"]!)).ToList();
        Assert.True(codes.Count > 50);
        var snapshot = ConfigFolder.LoadCatalog(hub.Config).Snapshot!;
        foreach (var (code, edition) in codes)
        {
            string file = Path.Combine(hub.Home, $"{code}-{edition}.xlsx");
            await using (var stream = File.Create(file))
            {
                Worker.Forms.FormWorkbook.Write(stream, Worker.Forms.FormLayout.Of(snapshot.Datasets[(code, edition)], snapshot, null, new DateOnly(2026, 11, 25)));
            }

            Assert.Empty(FormFile.Faults(file));
        }
    }

    [Fact]
    public async Task A_filled_form_is_collected_and_an_empty_one_is_a_zero_report()
    {
        using var hub = new Hub("tax");
        await File.WriteAllTextAsync(Path.Combine(hub.Config, "connectors", "attention.json"),
            """
            { "name": "attention", "supplier": { "code": "x", "name": "某局" }, "dataset": "ZDGZ", "edition": "2024",
              "source": { "kind": "FileDrop", "directory": "inbox/attention", "pattern": "*.xlsx", "stableSeconds": 0 }, "decoder": { "kind": "Excel" },
              "mapping": { "QYMC": { "column": "单位名称" } } }
            """, Ct);
        string form = Path.Combine(hub.Home, "form.xlsx");
        string inbox = Directory.CreateDirectory(Path.Combine(hub.Data, "inbox", "attention")).FullName;
        var written = await hub.RunAsync(Ct, "form", "ZDGZ", "--connector", "attention", "--out", form);
        Assert.True(written.Code == 0, written.Notes);
        Assert.Equal("单位名称", FormFile.Header(form)[1]);

        FormFile.Fill(form, Path.Combine(inbox, "1.xlsx"), ["1", "样例一有限公司", MadeUpNumbers.Uscc(1), "黑名单对象", "样例人", "037412345678", "a@example.com"]);
        var (code, answer, notes) = await hub.RunAsync(Ct, "sync", "attention", "--json");
        Assert.True(code == 0, answer + notes);
        Assert.Equal(1, (int)JsonNode.Parse(answer)![0]!["counts"]!["new"]!);

        File.Copy(form, Path.Combine(inbox, "2.xlsx"));
        var empty = JsonNode.Parse((await hub.RunAsync(Ct, "sync", "attention", "--json")).Answer)![0]!;
        Assert.Equal(("zero_report", 0), ((string)empty["outcome"]!, (int)empty["counts"]!["read"]!));
        var feed = JsonNode.Parse((await hub.RunAsync(Ct, "status", "--json")).Answer)!["feeds"]![0]!;
        Assert.Equal("zero_report", (string)feed["state"]!);
        Assert.Equal("[]", JsonNode.Parse((await hub.RunAsync(Ct, "owed", "--json")).Answer)!.ToJsonString());
    }
}
