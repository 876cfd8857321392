using System.CommandLine;
using CreditHub.Pipelines.Agreement;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands.Platforms;

/// <summary><c>reconcile [PLATFORM…]</c>: compares what platforms hold with what their receipts say.</summary>
internal static class ReconcileCommand
{
    private static readonly Argument<string[]> Names = new("platform") { Description = "platforms by name; none: all enabled", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<bool> Wait = new("--wait") { Description = "wait while another process compares, then compare" };

    public static Command Create(CommandLine line) =>
        line.Command("reconcile", "compare what platforms hold with our receipts, and explain every difference", RunAsync, Names, Wait);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(output.Note, ct);
        string[] names = words.GetValue(Names)!;
        names = names.Length > 0 ? names : [.. session.Config.Snapshot.Platforms.Values.Where(p => p.Enabled).Select(p => p.Name).Order(StringComparer.Ordinal)];
        var summaries = new List<ReconciliationSummary>();
        foreach (string name in names)
        {
            summaries.Add(await CompareAsync(session, name, words.GetValue(Wait), ct));
        }

        output.Document(summaries);
        output.Table(
            ["platform", "dataset", "held there", "held here", "on their way", "differences"],
            summaries.SelectMany(s => s.Datasets.Where(d => d.HeldThere + d.HeldHere + d.Differences > 0).Select(d => (IReadOnlyList<string>)
            [
                s.Platform, d.Dataset, $"{d.HeldThere:N0}", $"{d.HeldHere:N0}", $"{d.UnderWay:N0}", $"{d.Differences:N0}",
            ])));
        foreach (var summary in summaries)
        {
            output.Line(summary.Succeeded
                ? $"{summary.Platform}: {summary.Datasets.Sum(d => d.Differences):N0} differences (evidence.difference, reconciliation {summary.Number}), {summary.Serious:N0} of them published there though withdrawn here; {summary.SentAgain:N0} records are sent again."
                : $"{summary.Platform}: not compared whole: {summary.Message}");
        }

        return summaries.TrueForAll(s => s.Succeeded) ? ExitCode.Done : ExitCode.NotReachable;
    }

    private static async Task<ReconciliationSummary> CompareAsync(HubSession session, string name, bool wait, CancellationToken ct)
    {
        var reconciliation = session.Get<Reconciliation>();
        var summary = await reconciliation.RunAsync(name, $"command line:{Environment.UserName}", ct);
        while (wait && summary.IsElsewhere)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), session.Get<TimeProvider>(), ct);
            summary = await reconciliation.RunAsync(name, $"command line:{Environment.UserName}", ct);
        }

        return summary;
    }
}
