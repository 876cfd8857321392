using System.Globalization;
using CreditHub.Testing;

namespace CreditHub.Worker.Tests.Kit;

public class TestDatabaseTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_test_has_a_database_that_nobody_else_sees()
    {
        await using var first = await TestDatabase.CreateEmptyAsync(Ct);
        await using var second = await TestDatabase.CreateEmptyAsync(Ct);

        await first.ExecuteAsync("create table mine (name text); insert into mine values ('王𠮷')", Ct);

        Assert.Equal("王𠮷", await first.ScalarAsync<string>("select name from mine", Ct));
        Assert.Equal(0L, await second.ScalarAsync<long>("select count(*) from pg_class where relname = 'mine'", Ct));
    }

    [Fact]
    public void Tests_run_in_a_hostile_culture_and_time_zone()
    {
        Assert.Equal("1,5", $"{1.5}");
        Assert.NotEqual(0, TimeZoneInfo.Local.GetUtcOffset(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)).Minutes);
        Assert.NotEqual("2026", $"{new DateOnly(2026, 1, 1):yyyy}");
        Assert.Equal("2026", new DateOnly(2026, 1, 1).ToString("yyyy", CultureInfo.InvariantCulture));
    }
}
