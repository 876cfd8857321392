using System.Globalization;
using CreditHub.Pipelines.Intake;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Tests.Effects;
using CreditHub.Testing;

namespace CreditHub.Pipelines.Tests.Runs;

/// <summary>Payloads and refused texts that are kept no longer.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 29, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_long = s_now.AddDays(-1096);

    private readonly string _data = Directory.CreateTempSubdirectory("kept-").FullName;
    private TestDatabase _database = null!;
    private int _line;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private LandingZone Zone => new(_data);

    public async ValueTask InitializeAsync()
    {
        SqlTypes.Register();
        _database = await TestDatabase.CreateAsync();
        await new HubDatabase(_database.Source, EffectHub.Snapshot).PrepareAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task A_payload_goes_after_its_time_and_the_books_say_so()
    {
        await LandAsync(1, s_long);
        await LandAsync(2, s_now.AddDays(-1094));

        Assert.Equal(new RetentionSummary(1, 7, 0), await SweepAsync());

        Assert.Equal(["2-0.payload"], Files());
        Assert.Equal("1 f1.csv 2026-11-29", await _database.ScalarAsync<string>("select concat_ws(' ', run_id, name, removed_at::date) from evidence.payload_removal", Ct));
        Assert.Equal(2, await _database.ScalarAsync<long>("select count(*) from evidence.payload", Ct));
        Assert.Equal(new RetentionSummary(0, 0, 0), await SweepAsync());
    }

    [Fact]
    public async Task What_is_needed_or_not_ours_stays()
    {
        await LandAsync(1, s_long);
        await LandAsync(2, s_long);
        await _database.ExecuteAsync("update hub.run set step = 'load', outcome = 'running', ended_at = null where run_id = 1");
        await RefuseAsync(2, "open", null);
        WriteFile(77, 0, s_long); // another database's run
        File.WriteAllText(Path.Combine(_data, "landed", "0", "notes-of-a-person.payload"), "");

        Assert.Equal(0, (await SweepAsync()).Payloads);

        Assert.Equal(["1-0.payload", "2-0.payload", "77-0.payload", "notes-of-a-person.payload"], Files());
    }

    [Fact]
    public async Task Killed_after_the_note_the_next_round_removes_the_file()
    {
        await LandAsync(1, s_long);
        await _database.ExecuteAsync("update hub.payload set removed_at = '2026-11-28'");

        Assert.Equal(1, (await SweepAsync()).Payloads);

        Assert.Empty(Files());
        Assert.Equal("2026-11-28", await _database.ScalarAsync<string>("select removed_at::date::text from evidence.payload_removal", Ct));
    }

    [Fact]
    public async Task A_file_without_a_word_in_the_books_goes_after_a_day()
    {
        await LandAsync(1, s_now.AddDays(-3));
        WriteFile(1, 1, s_now.AddDays(-3));
        WriteFile(1, 3, s_now.AddDays(-3).AddHours(2)); // this machine's clock is not the server's
        WriteFile(1, 2, s_now.AddDays(-2)); // not of the time of that run

        Assert.Equal(2, (await SweepAsync()).Payloads);

        Assert.Equal(["1-0.payload", "1-2.payload"], Files());
    }

    [Theory]
    [InlineData("deferred", "")]
    [InlineData("failed", "1-0.payload")]
    [InlineData("succeeded", "1-0.payload")]
    public async Task What_a_run_fetched_in_vain_goes_at_once(string outcome, string stays)
    {
        await LandAsync(1, s_now);
        await _database.ExecuteAsync($"update hub.run set outcome = '{outcome}'");
        WriteFile(1, 1, s_now); // landed, but the run ended before its books
        WriteFile(12, 0, s_now);

        await Kept.DropAsync(1, Ct);

        Assert.Equal(stays.Length == 0 ? ["12-0.payload"] : [stays, "12-0.payload"], Files());
        Assert.Equal(stays.Length == 0 ? 1 : 0, await _database.ScalarAsync<long>("select count(*) from evidence.payload_removal", Ct));
    }

    [Fact]
    public async Task Refused_texts_are_forgotten_once_their_case_is_closed_long_enough()
    {
        await LandAsync(1, s_now.AddDays(-200));
        await RefuseAsync(1, "open", null);
        await RefuseAsync(1, "corrected", s_now.AddDays(-91));
        await RefuseAsync(1, "ignored", s_now.AddDays(-89));

        Assert.Equal(1, (await SweepAsync()).RefusedRows);

        Assert.Equal("corrected , ignored 原文, open 原文", await _database.ScalarAsync<string>("select string_agg(state || ' ' || raw, ', ' order by state) from hub.rejection", Ct));
    }

    private Retention Kept => new(_database.Source, Zone, new HubOptions { DataDirectory = _data, ConfigDirectory = "" }, new TestClock(s_now));

    private Task<RetentionSummary> SweepAsync() => Kept.SweepAsync(Ct);

    /// <summary>A run that ended, with one payload; runs are numbered from 1.</summary>
    private async Task LandAsync(long expected, DateTimeOffset received)
    {
        await using var lease = await Lease.TryTakeAsync(_database.Source, "connector:x", "test", TimeProvider.System, Ct) ?? throw new InvalidOperationException("busy");
        var ledger = new Ledger(_database.Source);
        short dataset = await new Registry(_database.Source).DatasetNoAsync("SGS_XZCF", "2019", Ct);
        var run = await ledger.OpenRunAsync(new RunRequest("x", RunKind.Manual, "test"), dataset, "digest", lease, Ct);
        Assert.Equal(expected, run.RunId);
        var landed = await Zone.LandAsync(new MemoryStream("payload"u8.ToArray()), run.RunId, 0, 1 << 20, Ct);
        var payload = new LandedPayload
        {
            RunId = run.RunId, Connector = "x", Name = $"f{run.RunId}.csv", Sha256 = landed.Sha256, Bytes = landed.Bytes, Path = landed.Path, Location = "第{0}行",
            ReceivedAt = received, ReceivedOn = Beijing.DayOf(received),
        };
        await ledger.LandAsync(run.RunId, [payload], null, recognise: false, lease, Ct);
        await ledger.EndRunAsync(run.RunId, "succeeded", "", lease, Ct);
        WriteFile(run.RunId, 0, received);
        await _database.ExecuteAsync(string.Create(CultureInfo.InvariantCulture,
            $"update hub.run set started_at = '{received.AddMinutes(-1):O}', ended_at = '{received.AddMinutes(1):O}' where run_id = {run.RunId}"));
    }

    private void WriteFile(long run, int ordinal, DateTimeOffset written)
    {
        string path = Path.Combine(_data, "landed", "0", string.Create(CultureInfo.InvariantCulture, $"{run}-{ordinal}.payload"));
        File.WriteAllText(path, "payload");
        File.SetLastWriteTimeUtc(path, written.UtcDateTime);
    }

    private Task RefuseAsync(long run, string state, DateTimeOffset? closed) => _database.ExecuteAsync(string.Create(CultureInfo.InvariantCulture,
        $"""
        insert into hub.rejection (payload_id, line, run_id, position, connector, dataset_no, raw, state, closed_at)
        select payload_id, {++_line}, run_id, 1, connector, 1, '原文', '{state}', {(closed is { } at ? $"'{at:O}'" : "null")} from hub.payload where run_id = {run}
        """));

    private string[] Files() => [.. Directory.EnumerateFiles(Path.Combine(_data, "landed"), "*", SearchOption.AllDirectories).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
}
