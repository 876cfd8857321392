using CreditHub.Pipelines.Runs;
using CreditHub.Testing.Truth;

namespace CreditHub.Worker.Tests.Suppliers;

/// <summary>The same file under another name: put aside where reading it again would change nothing, read wherever it might.</summary>
public sealed class SameContentTests
{
    private const string Last = "from evidence.payload order by payload_id desc limit 1";

    [Fact]
    public async Task The_same_content_is_put_aside_only_where_reading_it_again_would_change_nothing()
    {
        await using var hub = await SupplierHub.OpenAsync();
        await ConfigureAsync(hub, chunkSize: 500);
        byte[] first = Content(20), other = Content(20, changedShare: 0.2), faulty = Content(100, badShare: 0.1);

        Assert.Equal("20/20/0", await CollectAsync(hub, "a.csv", first));
        Assert.Equal("0/0/0", await CollectAsync(hub, "b.csv", first));
        Assert.Equal("duplicate", await hub.Database.ScalarAsync<string>("select outcome " + Last));
        Assert.Contains("并已入库的 a.csv 完全相同", await hub.Database.ScalarAsync<string>("select reason " + Last), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Inbox(hub), "duplicate", "b.csv")));
        Assert.True(await hub.Database.ScalarAsync<bool>("select last_rows_at = last_run_end and last_zero_report_at is null and last_empty_at is null from evidence.feed, (select max(ended_at) as last_run_end from evidence.run) r"));
        Assert.Equal(0, await hub.Database.ScalarAsync<long>("select count(*) from evidence.silence"));

        Assert.Equal("20/0/0", await CollectAsync(hub, "full.csv", first, RunKind.Full));
        Assert.Equal("20/0/4", await CollectAsync(hub, "c.csv", other));
        Assert.Equal("20/0/4", await CollectAsync(hub, "d.csv", first));
        Assert.Equal("0/0/0", await CollectAsync(hub, "e.csv", first));

        await ConfigureAsync(hub, chunkSize: 400);
        Assert.Equal("20/0/0", await CollectAsync(hub, "f.csv", first));
        Assert.StartsWith("100/", await CollectAsync(hub, "g.csv", faulty), StringComparison.Ordinal);
        Assert.StartsWith("100/", await CollectAsync(hub, "h.csv", faulty), StringComparison.Ordinal);

        await ConfigureAsync(hub, chunkSize: 400, more: "\"snapshot\": true,");
        Assert.Equal("20/0/0", await CollectAsync(hub, "i.csv", first));
        Assert.Equal("20/0/0", await CollectAsync(hub, "j.csv", first));
    }

    private static string Inbox(SupplierHub hub) => Path.Combine(hub.Data, "inbox", "penalties");

    private static async Task<string> CollectAsync(SupplierHub hub, string name, byte[] content, RunKind kind = RunKind.Manual)
    {
        Directory.CreateDirectory(Inbox(hub));
        await File.WriteAllBytesAsync(Path.Combine(Inbox(hub), name), content, TestContext.Current.CancellationToken);
        var run = await hub.SyncAsync("penalties", kind);
        Assert.True(run.Outcome is "succeeded" or "partial", $"{name}: {run.Outcome} {run.Message}");
        Assert.False(File.Exists(Path.Combine(Inbox(hub), name)));
        return $"{run.Counts.Read}/{run.Counts.New}/{run.Counts.Changed}";
    }

    private static Task ConfigureAsync(SupplierHub hub, int chunkSize, string more = "")
    {
        hub.WriteConnector("penalties", $$"""
            { "name": "penalties", "supplier": { "code": "test", "name": "示例市市场监督管理局" }, "dataset": "SGS_XZCF", "edition": "2019", {{more}}
              "source": { "kind": "FileDrop", "directory": "inbox/penalties", "pattern": "*.csv", "stableSeconds": 0, "sameContent": "skip" },
              "decoder": { "kind": "Csv", "encoding": "UTF-8", "separator": "," }, "limits": { "chunkSize": {{chunkSize}}, "maxWithdrawShare": 1 } }
            """);
        return hub.LoadAsync();
    }

    private static byte[] Content(int rows, double changedShare = 0, double badShare = 0)
    {
        string file = Path.GetTempFileName();
        try
        {
            PenaltyFile.Write(file, rows, badShare: badShare, duplicateShare: 0, changedShare: changedShare);
            return File.ReadAllBytes(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
