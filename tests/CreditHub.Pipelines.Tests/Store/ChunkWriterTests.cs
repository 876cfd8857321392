using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Tests.Store;

public sealed class ChunkWriterTests
{
    [Fact]
    public async Task New_rows_become_first_versions_owed_to_the_platform()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "2"));

        Assert.Equal(["1:PUBLISH", "1:PUBLISH"], await books.QueryAsync<string>("select version || ':' || operation from evidence.version"));
        Assert.Equal(["pending", "pending"], await books.QueryAsync<string>("select state from evidence.outbox where platform = 'one'"));
        Assert.Equal("2/2/0/0", await CountsAsync(books));
        Assert.Equal("after-1", await books.ScalarAsync<string>("select value from evidence.cursor where connector = 'feed'"));
        Assert.Equal("第2行", await books.ScalarAsync<string>("select location from evidence.row where line = 1"));
        Assert.Equal("1", await books.ScalarAsync<string>("select content->>'B' from evidence.version where record_id = @id", new { id = Books.Id("a").ToString() }));
    }

    [Fact]
    public async Task The_same_rows_again_add_no_version_and_nothing_owed()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "2"));
        await books.StoreAsync(("b", "2"), ("a", "1"));

        Assert.Equal(2, await books.ScalarAsync<int>("select count(*) from evidence.version"));
        Assert.Equal(2, await books.ScalarAsync<int>("select count(*) from evidence.outbox"));
        Assert.Equal("2/0/0/2", await CountsAsync(books));
    }

    [Fact]
    public async Task Only_changed_rows_become_new_versions()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "2"), ("c", "3"));
        await books.StoreAsync(("a", "1"), ("b", "changed"), ("d", "4"));

        Assert.Equal("3/1/1/1", await CountsAsync(books));
        Assert.Equal([1, 2], await books.QueryAsync<int>("select version from evidence.version where record_id = @id order by version", new { id = Books.Id("b").ToString() }));
        Assert.Equal(1, await books.ScalarAsync<int>("select count(*) from evidence.row r where disposition = 'changed' and version = 2"));
    }

    [Fact]
    public async Task A_chunk_that_did_commit_changes_nothing_when_repeated()
    {
        await using var books = await Books.OpenAsync();
        await using var lease = await books.LeaseAsync("connector:feed");
        var context = await books.RunAsync(lease);
        await books.Writer.WriteAsync(context, Books.Chunk(("a", "1"), ("b", "2")), Task.CompletedTask, default);
        await books.Writer.WriteAsync(context, Books.Chunk(("a", "1"), ("b", "2")), Task.CompletedTask, default);

        Assert.Equal("2/2/0/0", await CountsAsync(books));
        Assert.Equal(2, await books.ScalarAsync<int>("select count(*) from hub.record_version"));
    }

    [Fact]
    public async Task A_writer_whose_lease_was_taken_over_commits_nothing()
    {
        await using var books = await Books.OpenAsync();
        await using var lease = await books.LeaseAsync("connector:feed");
        var context = await books.RunAsync(lease);
        await books.ScalarAsync<int?>("update hub.lease set expires_at = 'epoch'");
        await using var successor = await books.LeaseAsync("connector:feed");

        await Assert.ThrowsAsync<LeaseLostException>(() => books.Writer.WriteAsync(context, Books.Chunk(("a", "1")), Task.CompletedTask, default));
        Assert.Equal(0, await books.ScalarAsync<int>("select count(*) from hub.record_version"));
        Assert.Equal(["expired"], await books.QueryAsync<string>("select ended from evidence.lease where ended is not null"));
    }

    [Fact]
    public async Task Two_writers_of_the_same_keys_end_with_one_version_each_key()
    {
        await using var books = await Books.OpenAsync();
        var rows = Enumerable.Range(0, 500).Select(i => ($"k{i}", "v")).ToArray();
        await using var first = await books.LeaseAsync("connector:east");
        await using var second = await books.LeaseAsync("connector:west");
        var east = await books.RunAsync(first, "east");
        var west = await books.RunAsync(second, "west");

        await Task.WhenAll(
            books.Writer.WriteAsync(east, Books.Chunk(rows), Task.CompletedTask, default),
            books.Writer.WriteAsync(west, Books.Chunk([.. rows.Reverse()]), Task.CompletedTask, default));

        Assert.Equal(500, await books.ScalarAsync<int>("select count(*) from hub.record_version"));
        Assert.Equal(1000, await books.ScalarAsync<int>("select sum(new + unchanged) from evidence.run"));
    }

    [Fact]
    public async Task Refusals_and_copies_are_in_the_books_with_their_reasons()
    {
        await using var books = await Books.OpenAsync();
        var chunk = Books.Chunk(("a", "1"));
        var bad = Books.Accepted("b", "x\0y", 2);
        bad.Violations.Add(new Violation("uscc", "B", "校验位错误"));
        bad.Violations.Add(new Violation("phone", "B", "提示", Severity.Warning));
        bad.Accepted = false;
        chunk.AddRejected(Books.Spooled(bad));
        chunk.AddNoted(Books.Spooled(Books.Accepted("a", "1", 3)), "duplicate", "与本文件第1条记录主键相同");
        await using (var lease = await books.LeaseAsync("connector:feed"))
        {
            await books.Writer.WriteAsync(await books.RunAsync(lease), chunk, Task.CompletedTask, default);
        }

        Assert.Equal(["uscc|B|校验位错误|open|第3行"], await books.QueryAsync<string>("select concat_ws('|', rule, field, reason, state, location) from evidence.rejection"));
        Assert.Equal(["1new", "2rejected", "3duplicate"], await books.QueryAsync<string>("select line || disposition from evidence.row order by line"));
        Assert.Equal(3, await books.ScalarAsync<int>("select read from evidence.run"));

        await books.StoreAsync(("b", "good"));
        Assert.Equal("corrected", await books.ScalarAsync<string>("select state from evidence.rejection"));
    }

    [Fact]
    public async Task The_same_bad_row_sent_again_waits_for_correction_once()
    {
        await using var books = await Books.OpenAsync();
        await using var lease = await books.LeaseAsync("connector:feed");
        for (int run = 0; run < 3; run++)
        {
            var chunk = Books.Chunk();
            foreach (var (value, line) in new[] { ("x", 1), ("x", 2), ("y" + run, 3) })
            {
                var bad = Books.Accepted("b", value, line);
                bad.HasId = false;
                bad.Violations.Add(new Violation("uscc", "B", "校验位错误"));
                bad.Accepted = false;
                chunk.AddRejected(Books.Spooled(bad));
            }

            await books.Writer.WriteAsync(await books.RunAsync(lease), chunk, Task.CompletedTask, default);
        }

        Assert.Equal(["open:5", "resubmitted:4"], await books.QueryAsync<string>("select state || ':' || count(*) from evidence.rejection group by state order by 1"));
        Assert.Equal(9, await books.ScalarAsync<int>("select sum(rejected) from evidence.run"));
    }

    [Fact]
    public async Task A_row_that_is_not_owed_is_recorded_as_excluded_with_the_reason()
    {
        await using var books = await Books.OpenAsync();
        books.Routes[0] = books.Routes[0] with { Withheld = _ => "自然人信息不公开" };
        await books.StoreAsync(("a", "1"));

        Assert.Equal(["excluded:自然人信息不公开"], await books.QueryAsync<string>("select state || ':' || reason from evidence.outbox"));
        Assert.Equal(0, await books.ScalarAsync<int>("select count(*) from hub.outbox"));
    }

    private static Task<string> CountsAsync(Books books) =>
        books.ScalarAsync<string>("select concat_ws('/', read, new, changed, unchanged) from evidence.run order by run_id desc limit 1");
}
