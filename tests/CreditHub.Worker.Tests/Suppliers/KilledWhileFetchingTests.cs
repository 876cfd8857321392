using System.Globalization;
using CreditHub.Testing;
using CreditHub.Testing.Suppliers;
using CreditHub.Testing.Truth;

namespace CreditHub.Worker.Tests.Suppliers;

/// <summary>The worker killed while it fetches: from an inbox, servers, tables, a query, interfaces of each paging. <c>CREDITHUB_CRASH_SEED</c> repeats a run that failed.</summary>
public sealed class KilledWhileFetchingTests(ITestOutputHelper output)
{
    private const string Key = "made-up-key";
    private const int MostTries = 6;

    private static readonly string[] Ways =
        ["electricity-payments", "county-south-permits", "procuratorate-cases", "housing-penalties", "health-penalties", "land-permits", "court", "court-enforced", "market-violations", "urban-penalties"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_while_it_fetches_the_next_run_brings_everything_once()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("CREDITHUB_CRASH_SEED"), CultureInfo.InvariantCulture, out int told) ? told : Random.Shared.Next(100_000);
        output.WriteLine($"CREDITHUB_CRASH_SEED={seed}");
        var random = new Random(seed);
        await using var hub = await SupplierHub.OpenAsync();
        await using var front = await TestDatabase.CreateAsync(Stop);
        await using var town = new SupplierTown(front.ConnectionString, Key);
        hub.AddShippedConnectors(Ways);
        var feeds = await hub.ServeAsync(town, Key, Plan);

        foreach (var (layout, truth) in feeds)
        {
            await KillAsync(hub, layout.Name, random);
            await AssertWholeAsync(hub, layout.Name, truth);
        }
    }

    private static FeedPlan Plan(int place) => new() { Today = new DateOnly(2026, 11, 20), FirstNumber = 1 + (place * 10_000), Good = 800, BadOfEach = 3, Messy = false };

    /// <summary>Starts the worker and kills it until it was hit while fetching.</summary>
    private async Task KillAsync(SupplierHub hub, string connector, Random random)
    {
        for (int i = 1; i <= MostTries; i++)
        {
            await using var worker = hub.StartWorker("sync", connector, "--wait");
            string? step = null;
            while (!worker.HasExited && step is null)
            {
                await Task.Delay(5, Stop);
                step = await StepAsync(hub, connector);
            }

            await Task.Delay(random.Next(0, 60 * i), Stop);
            await worker.KillAsync();
            step = await StepAsync(hub, connector);
            output.WriteLine($"{connector}: killed in {step ?? "no run"}");
            if (step == "fetch")
            {
                return;
            }
        }

        Assert.Fail($"{connector} was never hit while fetching");
    }

    private static async Task AssertWholeAsync(SupplierHub hub, string connector, FeedTruth truth)
    {
        var run = await hub.SyncAsync(connector);
        for (int i = 0; i < 500 && run.Outcome == "busy"; i++)
        {
            await Task.Delay(20, Stop); // the dead worker's lease
            run = await hub.SyncAsync(connector);
        }

        // the run that was killed went on first; the one asked for may find nothing newer then
        Assert.True(run.Outcome is "succeeded" or "zero_report", $"{connector}: {run.Outcome} {run.Message}");
        Assert.Equal((long)truth.New, await hub.Database.ScalarAsync<long>($"select sum(new)::bigint from evidence.run where connector = '{connector}'", Stop));
        Assert.Equal(
            $"{truth.New}/{truth.New}",
            await hub.Database.ScalarAsync<string>($"select count(*) || '/' || count(distinct record_id) from evidence.version v join evidence.run r using (run_id) where r.connector = '{connector}'", Stop));
        Assert.Equal(0, await hub.Database.ScalarAsync<long>($"select count(*) from evidence.run where connector = '{connector}' and outcome = 'running'", Stop));
    }

    private static Task<string?> StepAsync(SupplierHub hub, string connector) =>
        hub.Database.ScalarAsync<string>($"select step from hub.run where connector = '{connector}' and outcome = 'running'", Stop);
}
