using System.CommandLine;
using CreditHub.Pipelines.Model;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands;

/// <summary><c>check [--connect]</c>: every mistake of the configuration in one go.</summary>
internal static class CheckCommand
{
    private static readonly Option<bool> Connect = new("--connect") { Description = "also try the database, sources and platforms" };

    public static Command Create(CommandLine line) =>
        line.Command("check", "read the whole configuration and print every finding", RunAsync, Connect);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        var (config, findings) = HubConfig.TryLoad();
        if (config is null)
        {
            FindingLines.Write(output, findings);
            return ExitCode.Wrong;
        }

        var today = Beijing.DayOf(TimeProvider.System.GetUtcNow());
        var expired = config.Snapshot.Overrides.Where(o => o.Until < today).Select(o => o.File).ToList();
        var attempts = words.GetValue(Connect) ? await ConnectionTrial.RunAsync(output.Note, ct) : [];
        output.Document(new
        {
            findings,
            datasets = config.Snapshot.Datasets.Count,
            connectors = config.Snapshot.Connectors.Count,
            platforms = config.Snapshot.Platforms.Count,
            overrides = config.Snapshot.Overrides.Count,
            expired,
            connections = attempts,
        });
        output.Line($"No mistakes: {config.Snapshot.Datasets.Count} datasets, {config.Snapshot.CodeSets.Count} code sets, {config.Snapshot.Connectors.Count} connectors, {config.Snapshot.Platforms.Count} platforms. Sender {config.Settings.Sender}.");
        foreach (string file in expired)
        {
            output.Line($"{file}: its last day has passed, it changes nothing any more. Delete it, or extend \"until\".");
        }

        if (attempts.Count > 0)
        {
            output.Table(["what", "name", "reachable", "remark"], attempts.Select(a => (IReadOnlyList<string>)[a.What, a.Name, a.Reachable ? "yes" : "no", a.Remark]));
        }

        return attempts.All(a => a.Reachable) ? ExitCode.Done : ExitCode.NotReachable;
    }
}
