using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Previews;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands;

/// <summary><c>preview --against FOLDER</c>: the effect of another configuration on what was delivered already.</summary>
internal static class EffectView
{
    private const long MostRecords = 1_000_000;

    public static async Task<int> ShowAsync(HubSession session, string folder, string? connector, CommandOutput output, CancellationToken ct)
    {
        var loaded = ConfigFolder.Load(folder, session.Config.Settings.Sender, HubConfig.Kinds(session.Config.Settings.DataDirectory, folder));
        if (loaded.Snapshot is not { } next)
        {
            FindingLines.Write(output, loaded.Findings);
            return ExitCode.Wrong;
        }

        var results = new List<EffectResult>();
        var progress = new ProgressLines(output, TimeProvider.System);
        foreach (string name in session.Config.Snapshot.Connectors.Keys.Where(c => connector is null || c == connector).Order(StringComparer.Ordinal))
        {
            results.Add(await session.Get<EffectRun>().RunAsync(name, next, MostRecords, progress, ct));
        }

        var platforms = await session.Get<EffectRun>().PlatformsAsync(next, ct);
        output.EndProgress();
        results.ForEach(result => result.AtPlatforms = platforms);
        output.Document(results);
        output.Line($"What {folder} would make of the records delivered so far. Nothing is written.");
        output.Table(
            ["connector", "records", "same", "refused", "accepted", "changed", "other identity", "left out", "refused both ways", "remark"],
            results.Select(r => (IReadOnlyList<string>)
            [
                r.Connector, $"{r.Records:N0}", $"{r.Same:N0}", $"{r.Refused:N0}", $"{r.Accepted:N0}", $"{r.Changed:N0}", $"{r.Renamed:N0}",
                $"{r.Excluded:N0}", $"{r.StillRefused:N0}", r.Remark,
            ]));
        foreach (var result in results)
        {
            Lines(output, result.Connector, "newly refused by", result.Reasons);
            Lines(output, result.Connector, "would be sent to", result.Sent);
            Lines(output, result.Connector, "no longer owed to", result.NoLongerOwed);
        }

        if (platforms.Count > 0)
        {
            output.Line();
            output.Line("What platforms may see less of, and what is done about it before anything else is sent there:");
            output.Table(["platform", "withdrawn there", "published again with less", "ended in its queue"], platforms.Select(p => (IReadOnlyList<string>)
                [p.Key, $"{p.Value.Withdrawn:N0}", $"{p.Value.Replaced:N0}", $"{p.Value.Excluded:N0}"]));
        }

        return ExitCode.Done;
    }

    private static void Lines(CommandOutput output, string connector, string what, IReadOnlyDictionary<string, long> counts)
    {
        foreach (var (name, count) in counts.OrderByDescending(c => c.Value))
        {
            output.Line($"  {connector}: {what} {name}: {count:N0}");
        }
    }
}
