using System.Text.Json;
using CreditHub.Connectors;
using CreditHub.Pipelines;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Runs;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CreditHub.Benchmarks;

/// <summary>
/// The hub as a process of its own: reads commands from standard input and answers one JSON line each. <c>sync</c> runs connector and relay
/// side by side until everything is settled, <c>load</c> the connector alone, <c>deliver</c> the relay alone.
/// </summary>
internal static class HubJob
{
    public static async Task<int> RunAsync(string root, string connectionString)
    {
        string data = Path.Combine(root, "data");
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(NpgsqlDataSource.Create(connectionString));
        services.AddSingleton(TimeProvider.System);
        services.AddConnectors(data);
        services.AddSingleton(p => Load(Path.Combine(root, "config"), p));
        services.AddPipelines(new HubOptions { DataDirectory = data, ConfigDirectory = Path.Combine(root, "config") });
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<HubDatabase>().PrepareAsync(CancellationToken.None);
        while (await Console.In.ReadLineAsync() is { Length: > 0 } word)
        {
            Console.WriteLine(JsonSerializer.Serialize(await DoAsync(provider, word)));
        }

        return 0;
    }

    private static async Task<HubAnswer> DoAsync(ServiceProvider provider, string word)
    {
        double cpu = Gauge.OwnCpu;
        using var stop = new CancellationTokenSource();
        var relaying = word == "load" ? Task.FromResult<RelaySummary?>(null) : DeliverAsync(provider, stop.Token);
        var run = word == "deliver" ? new RunSummary(0, "penalties", "succeeded", "", default!, TimeSpan.Zero)
            : await provider.GetRequiredService<ConnectorRuns>().RunAsync(new RunRequest("penalties", RunKind.Manual, "bench"), null, CancellationToken.None);
        double loaded = Gauge.OwnCpu - cpu;
        var source = provider.GetRequiredService<NpgsqlDataSource>();
        while (await OwedAsync(source) && !relaying.IsCompleted)
        {
            await Task.Delay(50); // looking costs the server time too
        }

        double used = Gauge.OwnCpu - cpu;
        string? stopped = relaying.IsCompleted ? (await relaying)?.PausedReason : null;
        await stop.CancelAsync();
        await ((Task)relaying).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new HubAnswer(run.Outcome, stopped ?? run.Message, run.Counts, await OwedAsync(source), used, loaded, run.Elapsed.TotalSeconds, Gauge.OwnPeak,
            $"{GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)} collections, {GC.GetTotalPauseDuration().TotalSeconds:F2} s, {GC.GetTotalAllocatedBytes() >> 20} MiB allocated");
    }

    private static async Task<RelaySummary?> DeliverAsync(ServiceProvider provider, CancellationToken ct) =>
        await provider.GetRequiredService<DeliveryRelay>().RunAsync("instant", untilEmpty: false, null, ct);

    private static async Task<bool> OwedAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select exists (select 1 from hub.outbox)");
        return await command.ExecuteScalarAsync() is true;
    }

    private static CatalogSnapshot Load(string config, IServiceProvider provider)
    {
        var kinds = new ConfigKinds([.. provider.GetServices<IKind<ISource>>()], [.. provider.GetServices<IKind<IPayloadDecoder>>()],
            [.. provider.GetServices<IKind<IPlatform>>()], _ => null);
        var result = ConfigFolder.Load(config, "411000", kinds);
        return result.Snapshot ?? throw new InvalidOperationException(string.Join('\n', result.Findings));
    }
}

/// <summary>What the hub did with one file.</summary>
internal sealed record HubAnswer(string Outcome, string Text, RunCounts Counts, bool Owed, double Cpu, double LoadCpu, double LoadSeconds, double PeakMiB, string Memory);
