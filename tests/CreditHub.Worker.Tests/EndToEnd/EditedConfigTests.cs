using CreditHub.Testing;
using Npgsql;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>Configuration edited while the service runs, and commands beside it.</summary>
public sealed class EditedConfigTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sound_edit_is_taken_into_use_a_broken_one_is_told_and_the_one_before_stays()
    {
        await using var place = await CrashPlace.OpenAsync();
        var first = place.Drop("a.csv", 200);
        await place.SyncAsync(Ct);
        var service = place.Start("run");
        await Eventually.TrueAsync(async () => await OwedAsync(place) == 0);

        string file = Path.Combine(place.Config, "connectors", "second.json");
        string broken = CrashConfig.PenaltyConnector(500, "UTF-8").Replace($"\"{CrashPlace.Connector}\"", "\"second\"").Replace("SGS_XZCF", "GHOST")
            .Replace("\"source\"", "\"schedule\": { \"cron\": \"0/1 * * * * ?\", \"timeZone\": \"Asia/Shanghai\" }, \"source\"");
        await File.WriteAllTextAsync(file, broken, Ct);
        await Eventually.TrueAsync(() => Task.FromResult(service.Said.Contains("is not used", StringComparison.Ordinal)));
        Assert.Contains("connectors/second.json", service.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("taken into use", service.Said, StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, broken.Replace("GHOST", "SGS_XZCF"), Ct);
        var second = place.Drop("b.csv", 100, seed: 2);
        await Eventually.TrueAsync(async () => await place.Database.ScalarAsync<long>("select count(*) from evidence.run where connector = 'second' and read > 0 and outcome <> 'running'", Ct) == 1);
        await Eventually.TrueAsync(async () => await OwedAsync(place) == 0);
        Assert.Equal(2, await place.Database.ScalarAsync<long>("select count(distinct config_digest) from evidence.run", Ct));
        service.AskToStop();
        Assert.Equal(0, await service.EndAsync(Ct));
        await place.Judge.AssertSoundAsync(Ct);
        Assert.Equal(first.New + second.New, place.Platform.Counters.Published);
    }

    [Fact]
    public async Task An_edit_while_the_database_is_away_is_taken_into_use_when_it_is_back()
    {
        await using var place = await CrashPlace.OpenAsync();
        var service = place.Start("run");
        await Eventually.TrueAsync(async () => await place.Database.ScalarAsync<long>("select count(*) from evidence.lease where name = 'platform:province' and ended is null", Ct) == 1);
        await AdmitAsync(place, false);
        string file = Path.Combine(place.Config, "connectors", CrashPlace.Connector + ".json");
        await File.WriteAllTextAsync(file, CrashConfig.PenaltyConnector(400, "UTF-8"), Ct);
        await Eventually.TrueAsync(() => Task.FromResult(service.Said.Contains("waits for its database", StringComparison.Ordinal)));
        Assert.False(service.HasExited);

        await AdmitAsync(place, true);
        await Eventually.TrueAsync(() => Task.FromResult(service.Said.Contains("taken into use", StringComparison.Ordinal)));
        service.AskToStop();
        Assert.Equal(0, await service.EndAsync(Ct));
    }

    [Fact]
    public async Task Delivering_by_hand_beside_the_service_ends_when_nothing_is_owed()
    {
        await using var place = await CrashPlace.OpenAsync();
        var service = place.Start("run");
        await Eventually.TrueAsync(async () => await place.Database.ScalarAsync<long>("select count(*) from evidence.lease where name = 'platform:province' and ended is null", Ct) == 1);
        var truth = place.Drop("a.csv", 500);
        await place.SyncAsync(Ct);
        await place.DeliverAsync(Ct);
        Assert.Equal(truth.New, place.Platform.Counters.Published);
        service.AskToStop();
        Assert.Equal(0, await service.EndAsync(Ct));
    }

    /// <summary>The query of a <c>DatabaseQuery</c> connector is a file of its own: an edit of it alone counts, and one that is no query is told.</summary>
    [Fact]
    public async Task An_edited_query_is_taken_into_use()
    {
        await using var place = await CrashPlace.OpenAsync();
        await using var front = await TestDatabase.CreateEmptyAsync(Ct);
        await front.ExecuteAsync("create table water (id int, at timestamp, usc text, no text, day text, amount text); insert into water values (1, now() - interval '1 hour', '914403001922038216', '1', '2026-11-01', '3')", Ct);
        string secret = Path.Combine(place.Data, "connection"), query = Path.Combine(Directory.CreateDirectory(Path.Combine(place.Config, "queries")).FullName, "water.sql");
        await File.WriteAllTextAsync(secret, front.ConnectionString, Ct);
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string Sql(string late) => $"select id, at, usc, no, day, amount, '{late}' as late from water where at > @since or (at = @since and id > @sinceId) order by at, id limit @limit";
        await File.WriteAllTextAsync(query, Sql("0.5"), Ct);
        await File.WriteAllTextAsync(Path.Combine(place.Config, "connectors", "water.json"), $$"""
            { "name": "water", "supplier": { "code": "water", "name": "示例水务公司" }, "dataset": "GYSY_YS", "edition": "2024", "schedule": { "cron": "0/1 * * * * ?", "timeZone": "Asia/Shanghai" },
              "source": { "kind": "DatabaseQuery", "connection": "file:{{secret}}", "query": "water.sql", "id": "id", "time": "at", "overlapSeconds": 86400,
                "since": { "type": "timestamp", "start": "1900-01-01T00:00:00" }, "sinceId": { "type": "number", "start": "0" } },
              "decoder": { "kind": "Json", "records": "$.rows" },
              "mapping": { "TYSHXYDM": { "column": "usc" }, "YHH": { "column": "no" }, "CBRQ": { "column": "day" }, "BQSL": { "column": "amount" }, "ZNJE": { "column": "late" } } }
            """, Ct);
        var service = place.Start("run");
        Task LateAsync(string late) => Eventually.TrueAsync(async () => await place.Database.ScalarAsync<string>("select content->>'ZNJE' from evidence.version order by version desc limit 1", Ct) == late);
        await LateAsync("0.5");

        await File.WriteAllTextAsync(query, "drop table water", Ct);
        await Eventually.TrueAsync(() => Task.FromResult(service.Said.Contains("is not used", StringComparison.Ordinal)));
        Assert.Contains("connectors/water.json", service.Said, StringComparison.Ordinal);
        await File.WriteAllTextAsync(query, Sql("0.7"), Ct);
        await LateAsync("0.7");

        Assert.Contains("taken into use", service.Said, StringComparison.Ordinal);
        service.AskToStop();
        Assert.Equal(0, await service.EndAsync(Ct));
        Assert.Equal("1/2", await place.Database.ScalarAsync<string>("select count(distinct record_id) || '/' || count(*) from evidence.version", Ct));
    }

    /// <summary>Whether the database takes new sessions; those it has go on.</summary>
    private static async Task AdmitAsync(CrashPlace place, bool admits)
    {
        var server = new NpgsqlConnectionStringBuilder(place.Database.ConnectionString);
        string name = server.Database!;
        server.Database = "postgres";
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand($"alter database {name} allow_connections {admits}");
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static Task<long> OwedAsync(CrashPlace place) =>
        place.Database.ScalarAsync<long>("select count(*) from evidence.outbox where state <> 'accepted'", Ct);
}
