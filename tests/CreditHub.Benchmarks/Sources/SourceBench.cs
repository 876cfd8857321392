using System.Text.Json;
using CreditHub.Testing.Suppliers;
using CreditHub.Testing.Truth;
using Npgsql;
using Spectre.Console;

namespace CreditHub.Benchmarks.Sources;

/// <summary>
/// Every way in with the same made-up penalties: a supplier of its kind, the real <c>credithub sync</c> as a process, its peak memory against what is promised. Everything
/// must have come, and once. The ways that miss are named and the exit code is 1.
/// </summary>
internal sealed class SourceBench(BenchPlace place, BenchOptions options, Action<string> say)
{
    private const int PromisedMiB = 250;
    private readonly string _config = Path.Combine(place.Root, "sources");
    private readonly List<(WayIn Way, SyncAnswer Answer, string Miss)> _done = [];

    public async Task<int> RunAsync()
    {
        WriteConfig();
        string front = await place.NewDatabaseAsync("front");
        await using var town = new SupplierTown(front, "made-up");
        town.Environment["BENCH_FRONT"] = front;
        await town.StartServersAsync(_config, Path.Combine(place.Root, "secrets"));
        var layouts = FeedLayout.Load(_config).ToDictionary(layout => layout.Name);
        var truth = FeedGenerator.Make(layouts.Values.First(), new FeedPlan
        {
            Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().Date), Good = options.Rows, BadOfEach = 0, Repeated = 0, Corrected = 0, Messy = false,
        });
        await town.ServeAsync(layouts.Values.Select(layout => (layout, truth)));
        foreach (var way in WayIn.All)
        {
            say(way.Title);
            await MeasureAsync(way, layouts[way.Name], truth, town);
        }

        Report(town.Simplified);
        return _done.Exists(d => d.Miss.Length > 0) ? 1 : 0;
    }

    private async Task MeasureAsync(WayIn way, FeedLayout layout, FeedTruth truth, SupplierTown town)
    {
        string data = Path.Combine(place.Root, "data-" + way.Name), database = await place.NewDatabaseAsync("way_" + way.Name.Replace('-', '_'));
        Directory.CreateDirectory(data);
        foreach (var (rows, i) in truth.Rows.Chunk(way.MostRecords).Select((rows, i) => (rows, i)))
        {
            await town.HandOverAsync(layout, truth with { Rows = rows }, data, $"{i}");
        }

        GC.Collect();
        var answer = await SyncProcess.RunAsync(way.Name, new Dictionary<string, string>(town.Environment)
        {
            ["CREDITHUB_CONFIG"] = _config, ["CREDITHUB_DATA"] = data, ["CREDITHUB_DATABASE"] = database, ["CREDITHUB__DATABASE__ACCEPTDATALOSS"] = "true",
            ["BENCH_PLATFORM"] = "https://platform.example", ["BENCH_SECRET"] = "made-up",
        });
        string miss = await MissAsync(answer, database);
        say($"  {(miss.Length == 0 ? "kept" : miss)}");
        _done.Add((way, answer, miss));
        Directory.Delete(data, recursive: true);
    }

    /// <summary>What was promised and is not so; empty when all is.</summary>
    private async Task<string> MissAsync(SyncAnswer answer, string database)
    {
        if (answer.Outcome == SyncProcess.NoRun)
        {
            return answer.Message;
        }

        await using var books = NpgsqlDataSource.Create(database);
        await using var command = books.CreateCommand("select count(*) || '/' || count(distinct record_id) from evidence.version");
        string stored = (string)(await command.ExecuteScalarAsync())!;
        return string.Join("; ", new (bool Missed, string Text)[]
        {
            (answer.Outcome != "succeeded", $"{answer.Outcome}: {answer.Message}"),
            (answer.Read != options.Rows || answer.New != options.Rows || stored != $"{options.Rows}/{options.Rows}", $"{answer.Read} read, {answer.New} new, {stored} versions/records stored"),
            (answer.PeakMiB >= PromisedMiB, $"over {PromisedMiB} MiB"),
        }.Where(m => m.Missed).Select(m => m.Text));
    }

    private void WriteConfig()
    {
        ShippedConfig.CopyCatalog(_config);
        foreach (string folder in (string[])["connectors", "platforms", "queries"])
        {
            Directory.CreateDirectory(Path.Combine(_config, folder));
        }

        File.Copy(Path.Combine(ShippedConfig.Find(), "appsettings.json"), Path.Combine(_config, "appsettings.json"));
        File.Copy(Path.Combine(place.Config, "platforms", "instant.json"), Path.Combine(_config, "platforms", "instant.json"));
        File.WriteAllText(Path.Combine(_config, "queries", "bench.sql"), WayIn.Query);
        foreach (var way in WayIn.All)
        {
            File.WriteAllText(Path.Combine(_config, "connectors", way.Name + ".json"), way.Connector);
        }
    }

    private void Report(IReadOnlyList<string> simplified)
    {
        if (options.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(_done.Select(d => new { d.Way.Name, d.Answer.Read, d.Answer.Wall, PerSecond = d.Answer.Read / d.Answer.Wall, d.Answer.PeakMiB, d.Miss })));
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("", "records", "seconds", "records/s", "peak MiB", "");
        foreach (var (way, answer, miss) in _done)
        {
            table.AddRow(way.Title.EscapeMarkup(), $"{answer.Read:N0}", $"{answer.Wall:F1}", $"{answer.Read / answer.Wall:N0}", $"{answer.PeakMiB:F0}", miss.Length == 0 ? "kept" : "missed");
        }

        AnsiConsole.Write(table);
        Console.WriteLine($"the whole process, start and subjects included; promised: everything once, below {PromisedMiB} MiB (VmHWM of the worker).");
        foreach (string line in _done.Where(d => d.Miss.Length > 0).Select(d => $"{d.Way.Title}: {d.Miss}").Concat(simplified))
        {
            Console.WriteLine(line);
        }
    }
}
