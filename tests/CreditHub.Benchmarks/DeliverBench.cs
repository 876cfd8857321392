using System.Text.Json;
using CreditHub.Testing.Platforms;
using Spectre.Console;

namespace CreditHub.Benchmarks;

/// <summary>
/// Measures delivery alone: penalties that are stored already go to a platform that answers at once, and to one whose answers take 50 ms with
/// four packets in flight. Receipts are recorded. The platform, the worker and the server share the machine.
/// </summary>
internal sealed class DeliverBench(BenchPlace place, BenchOptions options, Action<string> say)
{
    private const int WarmRows = 50_000;
    private const int PacketRecords = 500;
    private const int InFlight = 4;
    private static readonly TimeSpan s_latency = TimeSpan.FromMilliseconds(50);

    private int _databases;

    public async Task RunAsync()
    {
        string warm = place.WriteFile("warm.csv", WarmRows, seed: 7);
        var files = Enumerable.Range(0, 2 * options.Rounds).Select(i => place.WriteFile($"deliver-{i}.csv", options.Rows, seed: 20 + i)).ToList();
        var measures = new List<Measure>();
        for (int round = 0; round < options.Rounds; round++)
        {
            measures.Add(await MeasureAsync("answers at once", TimeSpan.Zero, warm, files[2 * round]));
            measures.Add(await MeasureAsync("answers after 50 ms", s_latency, warm, files[(2 * round) + 1]));
        }

        Report([.. measures.GroupBy(m => m.Name).Select(g => g.OrderBy(m => m.Wall).ElementAt(g.Count() / 2))]);
    }

    private async Task<Measure> MeasureAsync(string name, TimeSpan latency, string warm, string file)
    {
        await using var platform = await FakePlatform.StartAsync(new FakePlatformOptions
        {
            Instant = true, Latency = latency, Limits = new(PacketRecords, 2 << 20, 600_000, InFlight),
        });
        await using var hub = new HubProcess(place.Root, await place.NewDatabaseAsync($"deliver_{++_databases}"), platform);
        place.Drop("0-warm.csv", warm);
        await hub.SyncAsync(); // the service has long been running
        place.Drop("1.csv", file);
        await hub.LoadAsync();
        say(name);
        var gauge = new Gauge(place.ServerPid);
        gauge.Start();
        var answer = await hub.DeliverAsync();
        var (wall, server) = gauge.Read();
        say($"  since start: {answer.Memory}");
        return new Measure(name, options.Rows, wall, answer.Cpu, server, answer.PeakMiB);
    }

    private void Report(List<Measure> measures)
    {
        double most = PacketRecords * InFlight / s_latency.TotalSeconds;
        if (options.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(measures.Select(m => new
            {
                m.Name, m.Rows, m.Wall, m.RowsPerSecond, m.WorkerCpu, m.ServerCpu, m.PeakMiB, OfPossible = m == measures[^1] ? m.RowsPerSecond / most : (double?)null,
            })));
            return;
        }

        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("", "records/s", "seconds", "CPU worker s", "CPU server s", "peak MiB", "of what is possible");
        foreach (var m in measures)
        {
            table.AddRow(m.Name, $"{m.RowsPerSecond:N0}", $"{m.Wall:F2}", $"{m.WorkerCpu:F2}", $"{m.ServerCpu:F2}", $"{m.PeakMiB:F0}",
                m == measures[^1] ? $"{m.RowsPerSecond / most:P0} of {most:N0}" : "–");
        }

        AnsiConsole.Write(table);
        Console.WriteLine("possible = packet size × in flight ÷ latency; the platform runs on the same machine, its processor time is in neither column.");
    }
}
