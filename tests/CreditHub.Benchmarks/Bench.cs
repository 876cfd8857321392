using System.Text.Json;
using CreditHub.Benchmarks.Sources;
using CreditHub.Testing.Platforms;
using Spectre.Console;

namespace CreditHub.Benchmarks;

/// <summary>Measures the full job (file → checked → stored with history → delivered → receipts recorded) against the floor in the same run.</summary>
internal static class Bench
{
    private const int WarmRows = 50_000;

    public static async Task<int> RunAsync(BenchOptions options)
    {
        if (options.Problem is string problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return 2;
        }

        if (options.Check)
        {
            return CheckRun.Run(options.Json);
        }

        await using var place = await BenchPlace.OpenAsync(Say);
        if (options.Sources)
        {
            return await new SourceBench(place, options, Say).RunAsync();
        }

        Say($"writing {options.Rows:N0} penalties");
        if (options.Deliver)
        {
            await new DeliverBench(place, options, Say).RunAsync();
            return 0;
        }

        string warm = place.WriteFile("warm.csv", WarmRows, seed: 7);
        string first = place.WriteFile("first.csv", options.Rows);
        string onePercent = place.WriteFile("changed.csv", options.Rows, changedShare: 0.01);
        Say($"{new FileInfo(first).Length / (double)options.Rows:F0} bytes a row");
        var measures = new List<Measure>();
        for (int round = 0; round < options.Rounds; round++)
        {
            measures.AddRange(await FloorAsync(place, first, options.Rows));
            measures.AddRange(await HubAsync(place, warm, first, onePercent, options.Rows));
        }

        Report(options, [.. measures.GroupBy(m => m.Name).Select(Median)]);
        return 0;
    }

    private static async Task<List<Measure>> FloorAsync(BenchPlace place, string file, int rows)
    {
        var job = new FloorJob(await place.NewDatabaseAsync("floor"), File.ReadLines(file).First());
        await job.PrepareAsync();
        var measures = new List<Measure>();
        foreach (string name in (string[])["floor: first load", "floor: unchanged reload"])
        {
            Say(name);
            var gauge = new Gauge(place.ServerPid);
            gauge.Start();
            await job.LoadAsync(file);
            var (wall, server) = gauge.Read();
            measures.Add(new Measure(name, rows, wall, 0, server, 0));
        }

        return measures;
    }

    private static async Task<List<Measure>> HubAsync(BenchPlace place, string warm, string first, string onePercent, int rows)
    {
        await using var platform = await FakePlatform.StartAsync(new FakePlatformOptions { Instant = true, Limits = new(500, 2 << 20, 600_000, 4) });
        await using (var warmUp = new HubProcess(place.Root, await place.NewDatabaseAsync("warm"), platform))
        {
            place.Drop("warm.csv", warm);
            await warmUp.SyncAsync();
        }

        await using var hub = new HubProcess(place.Root, await place.NewDatabaseAsync("hub"), platform);
        place.Drop("0-warm.csv", warm);
        await hub.SyncAsync(); // the service has long been running when a file comes
        var measures = new List<Measure>();
        foreach (var (name, file) in ((string, string)[])[("hub: first load", first), ("hub: unchanged reload", first), ("hub: 1 % changed", onePercent)])
        {
            Say(name);
            place.Drop($"{measures.Count + 1}.csv", file);
            var gauge = new Gauge(place.ServerPid);
            gauge.Start();
            var answer = await hub.SyncAsync();
            var (wall, server) = gauge.Read();
            Say($"  {answer.Counts}; loading {answer.LoadSeconds:F2} s, CPU {answer.LoadCpu:F2} of {answer.Cpu:F2} s; since start: {answer.Memory}");
            measures.Add(new Measure(name, rows, wall, answer.Cpu, server, answer.PeakMiB));
        }

        return measures;
    }

    private static Measure Median(IGrouping<string, Measure> of)
    {
        var ordered = of.OrderBy(m => m.Wall).ToList();
        return ordered[ordered.Count / 2];
    }

    private static void Report(BenchOptions options, List<Measure> measures)
    {
        var floor = measures.Where(m => m.Name.StartsWith("floor", StringComparison.Ordinal)).ToList();
        double Ratio(Measure m) => m.RowsPerSecond / floor[m.Name.Contains("first", StringComparison.Ordinal) ? 0 : 1].RowsPerSecond;
        if (options.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(measures.Select(m => new { m.Name, m.Rows, m.Wall, m.RowsPerSecond, m.WorkerCpu, m.ServerCpu, m.PeakMiB, Ratio = Ratio(m) })));
            return;
        }

        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("", "rows/s", "seconds", "CPU worker s", "CPU server s", "peak MiB", "of the floor");
        foreach (var m in measures)
        {
            table.AddRow(m.Name, $"{m.RowsPerSecond:N0}", $"{m.Wall:F2}", m.WorkerCpu > 0 ? $"{m.WorkerCpu:F2}" : "–", $"{m.ServerCpu:F2}",
                m.PeakMiB > 0 ? $"{m.PeakMiB:F0}" : "–", $"{Ratio(m):F2} ×");
        }

        AnsiConsole.Write(table);
        Console.WriteLine("floor = psql COPY of the same file + one hand-written set-based merge with history and outbox; it neither checks nor delivers.");
        Console.WriteLine("hub = checked, stored with history, delivered to an instantly answering platform, receipts recorded.");
    }

    private static void Say(string text) => Console.Error.WriteLine(text);
}
