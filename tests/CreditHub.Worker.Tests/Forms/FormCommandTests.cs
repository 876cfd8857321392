using System.Text.Json.Nodes;
using CreditHub.Pipelines.Catalog;
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
}
