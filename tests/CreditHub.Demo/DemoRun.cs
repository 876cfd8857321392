using System.Diagnostics;
using CreditHub.Testing.Truth;
using CreditHub.Worker.Hosting;
using Npgsql;

namespace CreditHub.Demo;

/// <summary>The demo from beginning to end.</summary>
internal sealed class DemoRun(DemoOptions options, DemoPlace place)
{
    private const int Failed = 1;
    private const int WrongConfig = 2;
    private const int NotReachable = 3;
    private const int ReasonsShown = 3;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly DemoReport _report = new(options.Json);

    public async Task<int> RunAsync(CancellationToken ct)
    {
        try
        {
            Directory.CreateDirectory(place.Data);
            await using var turn = OpenTurn();
            place = place.WithAllSuppliers();
            var state = DemoState.Load(place.StateFile, TimeProvider.System);
            await using var cluster = await PrivateCluster.StartAsync(place.Data, DemoReport.Note, ct);
            await using var world = await DemoWorld.StartAsync(place, state, await DemoDatabase.OpenAsync(cluster.ConnectionString, ct), ct);
            var prints = world.Feeds.ToDictionary(f => f.Name, f => f.Fingerprint());
            if (state.Changed(prints) is { Count: > 0 } changed)
            {
                DemoReport.Note($"{place.Data} was filled with other made-up data ({string.Join(", ", changed)}): the demo or the config has changed since. Delete that directory and start again.");
                return WrongConfig;
            }

            // A supplier added since the last demo brings new records: then this one is no mere repetition.
            state = state with { Completed = state.Completed && prints.Keys.All(state.Fingerprints.ContainsKey), Fingerprints = prints };
            state.Save(place.StateFile);
            return await RunAsync(state, world, cluster.ConnectionString, ct);
        }
        catch (NotReachableException missing)
        {
            DemoReport.Note(missing.Message);
            return NotReachable;
        }
        catch (IOException busy) when (busy.Message.Contains("demo.lock", StringComparison.Ordinal))
        {
            DemoReport.Note($"Another demo is running on {place.Data}. End it first (Ctrl-C there).");
            return NotReachable;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            DemoReport.Note("Stopped. Start it again: it continues from what is there.");
            return Failed;
        }
    }

    private async Task<int> RunAsync(DemoState state, DemoWorld world, string connection, CancellationToken ct)
    {
        var before = world.Platforms.ToDictionary(p => p.Name, p => p.Platform.Counters.Published);
        await world.HandOverAsync(place, state, ct);
        var hub = new HubProcess(place, world.Environment, line => DemoReport.Note("    " + line));
        hub.WriteScript();
        DemoReport.Note($"{world.Feeds.Count} suppliers ({world.Feeds.Count(f => f.Layout.IsFile)} by file, {world.Feeds.Count(f => f.Layout.IsTable)} by table) with {world.Feeds.Sum(f => f.Truth.Read)} rows and {world.Platforms.Count} platforms are up.");

        // Always everything: after an interrupted or earlier demo an incremental run would find too little to count.
        DemoReport.Note("Collecting…");
        var (synced, answer) = await hub.RunAsync(ct, ["sync", .. world.Feeds.Select(f => f.Name), "--full", "--wait", "--json"]);
        if (synced == WrongConfig)
        {
            DemoReport.Note(answer);
            return synced;
        }

        DemoReport.Note("Delivering…");
        var (delivered, _) = await hub.RunAsync(ct, ["deliver", .. world.Platforms.Select(p => p.Name), "--wait", "--json"]);
        if (synced > Failed || delivered > Failed)
        {
            DemoReport.Note($"The hub ended with exit codes {synced} (collecting) and {delivered} (delivering).");
        }

        await using var database = NpgsqlDataSource.Create(connection);
        var summary = await SummariseAsync(state, world, before, new DemoBooks(database), ct);
        bool good = summary.Disagreements.Count == 0 && synced == 0 && delivered == 0;
        if (good)
        {
            (state with { Completed = true }).Save(place.StateFile);
        }

        _report.Show(summary);
        if (options.Keep)
        {
            await new DemoKeep(hub, world).RunAsync(ct);
        }

        return good ? 0 : Failed;
    }

    private async Task<DemoSummary> SummariseAsync(
        DemoState state, DemoWorld world, Dictionary<string, long> before, DemoBooks books, CancellationToken ct)
    {
        var summary = new DemoSummary(state.Completed, state.Today, 0)
        {
            Connectors = await ConnectorsAsync(world, books, ct),
            Platforms = await PlatformsAsync(world, before, books, ct),
            LeftOut = world.LeftOut,
            TryNext = await TryNextAsync(books, ct),
        };
        return summary with { Disagreements = DemoJudge.Find(world.Feeds, summary), Seconds = _watch.Elapsed.TotalSeconds };
    }

    private static async Task<IReadOnlyList<ConnectorLine>> ConnectorsAsync(DemoWorld world, DemoBooks books, CancellationToken ct)
    {
        var runs = await books.RunsAsync(ct);
        var stored = await books.StoredAsync(ct);
        var causes = (await books.CausesAsync(ct)).ToLookup(c => c.Connector, c => $"{c.Count} × {c.Text}");
        return [.. world.Feeds.Where(f => runs.ContainsKey(f.Name)).Select(f =>
        {
            var run = runs[f.Name];
            return new ConnectorLine(f.Name, f.Supplier, f.Layout.Dataset, run.Outcome)
            {
                Read = run.Read, New = run.New, Changed = run.Changed, Unchanged = run.Unchanged, Duplicate = run.Duplicate,
                Excluded = run.Excluded, Rejected = run.Rejected, Stored = stored.GetValueOrDefault(f.Name), Reasons = [.. causes[f.Name].Take(ReasonsShown)],
            };
        })];
    }

    private async Task<IReadOnlyList<PlatformLine>> PlatformsAsync(
        DemoWorld world, Dictionary<string, long> before, DemoBooks books, CancellationToken ct)
    {
        var outbox = await books.OutboxAsync(ct);
        var refusals = (await books.RefusalsAsync(ct)).ToLookup(r => r.Connector, r => $"{r.Count} × {r.Text}");
        return [.. world.Platforms.Select(p =>
        {
            var sent = outbox.GetValueOrDefault(p.Name) ?? new(p.Name, 0, 0, 0, 0, 0);
            return new PlatformLine(p.Name, p.Title)
            {
                Owed = world.Feeds.Sum(f => (long)OwedCounts.Of(f.Layout, f.Truth, place.Config, p.Name)),
                Accepted = sent.Accepted, Refused = sent.Refused, Waiting = sent.Waiting, InTime = sent.InTime, Late = sent.Late,
                PlatformHolds = p.Platform.Holdings.Values.LongCount(h => h.State == "PUBLISHED"),
                PlatformRefused = p.Platform.Counters.Rejected,
                TakenNow = p.Platform.Counters.Published - before[p.Name],
                Reasons = [.. refusals[p.Name].Take(ReasonsShown)],
            };
        })];
    }

    private async Task<IReadOnlyList<string>> TryNextAsync(DemoBooks books, CancellationToken ct)
    {
        string script = Path.GetRelativePath(Environment.CurrentDirectory, place.Script);
        script = script.Contains('/', StringComparison.Ordinal) ? script : "./" + script;
        script = script.Contains(' ', StringComparison.Ordinal) ? $"'{script}'" : script;
        var example = await books.ExampleAsync(ct);
        return
        [
            $"{script} status",
            $"{script} rejections --limit 5",
            example is null ? $"{script} check" : $"{script} trace --uscc {example}",
        ];
    }

    /// <summary>Two demos on one directory would mix their suppliers.</summary>
    private FileStream OpenTurn() => new(Path.Combine(place.Data, "demo.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
