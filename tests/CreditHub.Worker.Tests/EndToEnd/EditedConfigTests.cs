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
