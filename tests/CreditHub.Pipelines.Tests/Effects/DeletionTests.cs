using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Store.Effects;
using CreditHub.Pipelines.Tests.Normalization;
using CreditHub.Pipelines.Tests.Store;
using Record = CreditHub.Pipelines.Model.Record;

namespace CreditHub.Pipelines.Tests.Effects;

/// <summary>Records that are gone at the supplier: rows that say so, and snapshots that no longer bring them.</summary>
public sealed class DeletionTests
{
    private static readonly ConnectorDefinition Feed = new()
    {
        Name = "feed", Supplier = new("x", "某局"), Dataset = "TEST", Edition = "2026", Source = new("None", default), Decoder = new("None", default), Snapshot = true,
        Deletion = new DeletionDefinition("操作", ["D", "删除"], null, "DELETED"),
    };

    [Theory]
    [InlineData("d", true)]
    [InlineData("删除", true)]
    [InlineData("U", false)]
    [InlineData("", false)]
    public async Task A_row_that_says_so_deletes_and_needs_its_key_only(string flag, bool deletes)
    {
        var record = await ReadAsync(["A", "B", "操作"], ["k", "", flag]);
        Assert.True(record.Accepted);
        Assert.Equal(deletes, record.Deleted);
        Assert.Equal(deletes, record.Content.IsEmpty);
    }

    [Fact]
    public async Task A_row_that_deletes_without_a_key_is_refused_and_a_file_without_the_column_does_not_fit()
    {
        Assert.False((await ReadAsync(["A", "B", "操作"], ["", "", "D"])).Accepted);
        Assert.Equal(FailureKind.Payload, (await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(["A", "B"], ["k", "1"]))).Kind);
    }

    [Fact]
    public async Task A_payload_of_nothing_but_deletions_brings_keys_alone_where_records_leave_out_what_is_empty()
    {
        var books = Books.Snapshot;
        var dataset = books.Datasets[("TEST", "2026")];
        var strict = books with { Datasets = new Dictionary<(string, string), DatasetDefinition> { [("TEST", "2026")] = dataset with { Fields = [.. dataset.Fields.Select(f => f with { Required = true })] } } };

        Assert.True((await ReadAsync(["A", "操作"], ["k", "D"], strict, table: false)).Deleted);
        Assert.Contains("缺少列：", (await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(["A", "操作"], ["k", "D"], strict))).OperatorMessage, StringComparison.Ordinal);
        Assert.Contains("缺少列：", (await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(["B", "操作"], ["1", "D"], strict, table: false))).OperatorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_whose_word_cannot_be_decoded_is_refused()
    {
        var record = await ReadAsync(["A", "B", "操作"], ["k", "1", "删\uFFFF"]);

        Assert.False(record.Accepted || record.Deleted);
        Assert.Contains("无法判断", Assert.Single(record.Violations).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_record_is_withdrawn_and_comes_back_with_its_row()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "1"));
        await DeleteAsync(books, "a", "ghost");
        Assert.Equal(["a|WITHDRAW|DELETED|1"], await books.QueryAsync<string>(
            "select concat_ws('|', (select x.content->>'A' from evidence.version x where x.record_id = v.record_id and x.version = 1), operation, reason, line) from evidence.version v where operation = 'WITHDRAW'"));
        Assert.Equal("2/0/0/2/1", await books.ScalarAsync<string>("select concat_ws('/', read, new, changed, excluded, withdrawn) from evidence.run order by run_id desc limit 1"));

        await books.StoreAsync(("a", "1"), ("b", "1"));
        Assert.Equal("0/1/1", await books.ScalarAsync<string>("select concat_ws('/', new, changed, unchanged) from evidence.run order by run_id desc limit 1"));
        Assert.Equal("PUBLISH", await books.ScalarAsync<string>("select operation from evidence.version where record_id = @id order by version desc limit 1", new { id = Books.Id("a").ToString() }));
    }

    [Fact]
    public async Task What_a_snapshot_no_longer_brings_is_withdrawn_within_the_limits()
    {
        await using var books = await Books.OpenAsync();
        string[] keys = [.. Enumerable.Range(0, 40).Select(i => $"k{i}")];
        await books.StoreAsync([.. keys.Select(k => (k, "v"))]);
        Assert.Null(await CompareAsync(books, keys[..39]));
        Assert.Equal(1, await books.ScalarAsync<int>("select count(*) from evidence.withdrawal where reason = 'DELETED'"));
        Assert.Null(await CompareAsync(books, keys[..39]));

        Assert.Contains("超过上限", await CompareAsync(books, keys[..30]) ?? "", StringComparison.Ordinal);
        Assert.Null(await CompareAsync(books, []));
        Assert.Contains("缺少主键", await CompareAsync(books, keys[..38], unknown: true) ?? "", StringComparison.Ordinal);
        Assert.Equal(1, await books.ScalarAsync<int>("select count(*) from evidence.withdrawal"));
    }

    private static async Task<string?> CompareAsync(Books books, string[] keys, bool unknown = false)
    {
        using var spool = new RecordSpool(new MemoryStream());
        var block = new SpoolBlock(16, 4096);
        int place = spool.BeginPayload();
        foreach (string key in keys)
        {
            block.Add(Books.Accepted(key, "v", 1), place);
        }

        if (unknown)
        {
            var bad = Books.Accepted("x", "v", 1);
            (bad.Accepted, bad.HasId) = (false, false);
            block.Add(bad, place);
        }

        spool.Append(block);

        await using var lease = await books.LeaseAsync("connector:feed");
        var context = await books.RunAsync(lease);
        return await new AbsenceStep(books.Source, books.Effects, TimeProvider.System)
            .RunAsync(Feed, new ActOrigin(context.RunId, context.Payload.PayloadId), spool, 1, lease, TestContext.Current.CancellationToken);
    }

    private static async Task DeleteAsync(Books books, params string[] keys)
    {
        await using var lease = await books.LeaseAsync("connector:feed");
        var context = await books.RunAsync(lease);
        var chunk = new Chunk(16) { IsLast = true };
        foreach (var (key, place) in keys.Select((key, place) => (key, place)))
        {
            var record = Books.Accepted(key, "", place + 1);
            record.Deleted = true;
            chunk.AddDeleted(Books.Spooled(record), "删除");
        }

        await books.Writer.WriteAsync(context, chunk, Task.CompletedTask, TestContext.Current.CancellationToken);
        await books.Ledger.EndRunAsync(context.RunId, "succeeded", "", lease, TestContext.Current.CancellationToken);
    }

    private static async Task<Record> ReadAsync(string[] columns, string[] cells, CatalogSnapshot? snapshot = null, bool table = true)
    {
        var normalizer = NormalizerFactory.Create(Feed, snapshot ?? Books.Snapshot, new byte[32]);
        var decoder = new RowDecoder(columns, [[.. cells.Select(System.Text.Encoding.UTF8.GetBytes)]], table);
        await foreach (var record in normalizer.ReadAsync(Stream.Null, decoder, new DateOnly(2026, 11, 20), TestContext.Current.CancellationToken))
        {
            Assert.DoesNotContain("操作", normalizer.UnknownColumns);
            return record;
        }

        throw new InvalidOperationException("The row is missing.");
    }
}
