using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CreditHub.Pipelines.Tests.Merge;

/// <summary>Rows looked at, asked about and then merged, as in a run; between the two others may write.</summary>
public sealed class ProbeAheadTests
{
    [Fact]
    public async Task A_record_changed_by_another_writer_after_the_look_keeps_what_the_other_wrote()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "1"));
        await using var run = await LookedAt.OpenAsync(books, [("a", "1"), ("b", "2"), ("c", "1")]);
        await books.StoreAsync(("a", "of the other"), ("b", "of the other"));
        await run.LoadAsync();

        Assert.Equal("3/1/1/1", await CountsAsync(books));
        Assert.Equal(["a:of the other:2", "b:2:3", "c:1:1"], await NewestAsync(books));
    }

    [Fact]
    public async Task A_record_inserted_by_another_writer_after_the_look_is_asked_about_again()
    {
        await using var books = await Books.OpenAsync();
        await using var run = await LookedAt.OpenAsync(books, [("a", "1"), ("b", "1")]);
        await books.StoreAsync(("a", "1"), ("b", "of the other"));
        await run.LoadAsync();

        Assert.Equal("2/0/1/1", await CountsAsync(books));
        Assert.Equal(["a:1:1", "b:1:2"], await NewestAsync(books));
    }

    [Fact]
    public async Task A_row_replaced_by_a_copy_in_a_later_file_is_a_copy_whatever_the_books_said_of_it()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "1"));
        await using var run = await LookedAt.OpenAsync(books, [("a", "1"), ("b", "0"), ("b", "1")], [("a", "2")]);
        await run.LoadAsync();

        Assert.Equal("4/0/1/1", await CountsAsync(books));
        Assert.Equal(["a:2:2", "b:1:1"], await NewestAsync(books));
        Assert.Equal(["1duplicate", "2duplicate"], await books.QueryAsync<string>("select line || disposition from evidence.row where disposition = 'duplicate' order by line"));
    }

    [Fact]
    public async Task A_resumed_run_goes_on_behind_the_line_that_the_books_have()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"));
        await using var run = await LookedAt.OpenAsync(books, [("a", "1"), ("b", "1"), ("c", "1"), ("d", "1")]);
        run.MergedLine = 2;
        await run.LoadAsync();

        Assert.Equal("2/2/0/0", await CountsAsync(books));
        Assert.Equal(["a:1:1", "c:1:1", "d:1:1"], await NewestAsync(books));
    }

    [Fact]
    public async Task An_unchanged_row_closes_the_rejection_of_its_record()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"));
        await using (var lease = await books.LeaseAsync("connector:feed"))
        {
            var bad = Books.Accepted("a", "bad", 1);
            bad.Violations.Add(new Violation("uscc", "B", "校验位错误"));
            bad.Accepted = false;
            var chunk = Books.Chunk();
            chunk.AddRejected(Books.Spooled(bad));
            await books.Writer.WriteAsync(await books.RunAsync(lease), chunk, Task.CompletedTask, default);
        }

        await using var run = await LookedAt.OpenAsync(books, [("a", "1"), ("b", "1")]);
        await run.LoadAsync();

        Assert.Equal("2/1/0/1", await CountsAsync(books));
        Assert.Equal(["corrected"], await books.QueryAsync<string>("select state from evidence.rejection"));
    }

    [Fact]
    public async Task Without_an_answer_every_row_is_asked_about_when_it_is_merged()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "1"));
        await using var nowhere = NpgsqlDataSource.Create("Host=/nowhere;Username=nobody;Timeout=1");
        await using var run = await LookedAt.OpenAsync(books, new HeadProbe(nowhere, NullLogger<HeadProbe>.Instance), [("a", "1"), ("b", "2"), ("c", "1")]);
        await run.LoadAsync();

        Assert.Equal("3/1/1/1", await CountsAsync(books));
    }

    [Fact]
    public async Task Rows_that_the_books_have_take_a_few_bytes_and_are_merged_without_being_written()
    {
        var rows = Enumerable.Range(0, 10_000).Select(i => ($"k{i}", "v")).ToArray(); // several blocks
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(rows);
        long versions = await books.ScalarAsync<long>("select count(*) from hub.record_version");
        await using var run = await LookedAt.OpenAsync(books, rows, [.. rows.Take(3).Select(r => (r.Item1, "changed"))]);
        Assert.InRange(run.SpooledBytes, 10_000 * 40, 10_000 * 48);
        await run.LoadAsync();

        Assert.Equal("10003/0/3/9997", await CountsAsync(books));
        Assert.Equal(versions + 3, await books.ScalarAsync<long>("select count(*) from hub.record_version"));
    }

    private static Task<string> CountsAsync(Books books) =>
        books.ScalarAsync<string>("select concat_ws('/', read, new, changed, unchanged) from evidence.run where connector = 'west'");

    private static async Task<List<string>> NewestAsync(Books books) => [.. (await books.QueryAsync<string>(
        """
        select distinct on (record_id) concat_ws(':', content->>'A', content->>'B', version) from evidence.version
        order by record_id, version desc
        """)).Order(StringComparer.Ordinal)];
}
