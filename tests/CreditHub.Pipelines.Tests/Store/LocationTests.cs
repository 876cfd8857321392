using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Tests.Store;

public sealed class LocationTests
{
    [Fact]
    public async Task The_database_shows_locations_by_the_rule_of_the_program()
    {
        await using var books = await Books.OpenAsync();
        string archive = RecordLocation.TemplateOf(["一月.csv 第{0}行", "b/二月.csv 第{0}行"]);

        foreach (string template in (string[])["第{0}行", "第{0}条", "none", archive, RecordLocation.TemplateOf(["压缩包内第{0}行"])])
        {
            foreach (int position in (int[])[1, 9_999_999, 10_000_000, RecordLocation.PositionOf(1, 17), RecordLocation.PositionOf(5, 3), int.MaxValue])
            {
                Assert.Equal(RecordLocation.Of(template, position), await books.ScalarAsync<string>("select hub.location(@template, @position)", new { template, position }));
            }
        }

        Assert.Equal("b/二月.csv 第17行", RecordLocation.Of(archive, RecordLocation.PositionOf(1, 17)));
    }

    [Fact]
    public async Task Rows_of_an_archive_are_shown_with_their_file()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"));
        await books.ScalarAsync<int>("update hub.payload set location = E'一月.csv 第{0}行\\n' returning 1");

        Assert.Equal("一月.csv 第2行", await books.ScalarAsync<string>("select location from evidence.row where line = 1"));
        Assert.Empty(await books.QueryAsync<string>("select viewname from pg_views where schemaname = 'evidence' and definition ~ 'replace\\(\\w+\\.location'"));
        Assert.NotEmpty(await books.QueryAsync<string>("select viewname from pg_views where schemaname = 'evidence' and definition ~ 'hub\\.location' and viewname = 'rejection'"));
    }
}
