using System.Collections.Concurrent;
using System.CommandLine;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Subjects;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands;

/// <summary><c>sync CONNECTOR… | --all</c>: a run now, in this process.</summary>
internal static class SyncCommand
{
    private const string Busy = "busy";

    private static readonly Argument<string[]> Names = new("connector") { Description = "connectors by name", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<bool> All = new("--all") { Description = "every enabled connector" };
    private static readonly Option<bool> Full = new("--full") { Description = "everything again, from the beginning of the source" };
    private static readonly Option<string?> From = new("--from") { Description = "first day (YYYY-MM-DD, Beijing); the stored cursor does not move" };
    private static readonly Option<string?> To = new("--to") { Description = "last day (YYYY-MM-DD, Beijing)" };
    private static readonly Option<string?> Subject = new("--subject") { Description = "one subject by code; the stored cursor does not move" };
    private static readonly Option<bool> Wait = new("--wait") { Description = "wait while another process runs the connector" };

    public static Command Create(CommandLine line) =>
        line.Command("sync", "collect from connectors now", RunAsync, Names, All, Full, From, To, Subject, Wait);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        if (!TryRequest(words, out var request, out string problem))
        {
            output.Note(problem);
            return ExitCode.Wrong;
        }

        await using var session = await HubSession.OpenAsync(output.Note, ct);
        string[] names = words.GetValue(All)
            ? [.. session.Config.Snapshot.Connectors.Values.Where(c => c.Enabled).Select(c => c.Name).Order(StringComparer.Ordinal)]
            : words.GetValue(Names)!;
        var unknown = names.Where(n => !session.Config.Snapshot.Connectors.ContainsKey(n)).ToList();
        if (unknown.Count > 0 || names.Length == 0)
        {
            output.Note(unknown.Count > 0
                ? $"Unknown: {string.Join(", ", unknown)}. Connectors: {string.Join(", ", session.Config.Snapshot.Connectors.Keys.Order(StringComparer.Ordinal))}"
                : "Name connectors, or --all.");
            return ExitCode.Wrong;
        }

        var summaries = await RunAllAsync(session, names, request, words.GetValue(Wait), output, ct);
        var subjects = await session.Get<SubjectStep>().RunAsync(ct);
        await session.Get<EffectStep>().RunAsync(ct);
        output.EndProgress();
        if (subjects.Problem is { } problemOfSubjects)
        {
            output.Note($"Subjects of these runs are found later: {problemOfSubjects}");
        }

        Show(output, summaries);
        return summaries.Max(s => CodeOf(s.Outcome));
    }

    private static async Task<IReadOnlyList<RunSummary>> RunAllAsync(
        HubSession session, string[] names, RunRequest request, bool wait, CommandOutput output, CancellationToken ct)
    {
        var runs = session.Get<ConnectorRuns>();
        var time = session.Get<TimeProvider>();
        var progress = new ProgressLines(output, time);
        var summaries = new ConcurrentDictionary<string, RunSummary>();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = session.Config.Settings.ParallelRuns, CancellationToken = ct };
        await Parallel.ForEachAsync(names.Distinct(StringComparer.Ordinal), limits, async (name, token) =>
        {
            var summary = await runs.RunAsync(request with { Connector = name }, progress, token);
            while (summary.Outcome == Busy && wait)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, token);
                summary = await runs.RunAsync(request with { Connector = name }, progress, token);
            }

            summaries[name] = summary;
        });
        return [.. names.Distinct(StringComparer.Ordinal).Select(n => summaries[n])];
    }

    private static void Show(CommandOutput output, IReadOnlyList<RunSummary> summaries)
    {
        output.Document(summaries);
        output.Table(
            ["connector", "run", "outcome", "read", "new", "changed", "unchanged", "duplicate", "excluded", "rejected", "seconds"],
            summaries.Select(s => (IReadOnlyList<string>)
            [
                s.Connector, s.RunId > 0 ? $"{s.RunId}" : "", s.Outcome, $"{s.Counts.Read:N0}", $"{s.Counts.New:N0}", $"{s.Counts.Changed:N0}",
                $"{s.Counts.Unchanged:N0}", $"{s.Counts.Duplicate:N0}", $"{s.Counts.Excluded:N0}", $"{s.Counts.Rejected:N0}", $"{s.Elapsed.TotalSeconds:N1}",
            ]));
        foreach (var summary in summaries)
        {
            string text = summary.Outcome == Busy
                ? $"another process runs it. Wait for it with --wait, or see: credithub status. {summary.Message}"
                : summary.Message;
            if (text.Length > 0)
            {
                output.Line($"{summary.Connector}: {text.TrimEnd()}");
            }

            if (summary.Counts.Rejected > 0)
            {
                output.Line($"{summary.Connector}: see what was rejected: credithub rejections --connector {summary.Connector}");
            }
        }
    }

    private static bool TryRequest(ParseResult words, out RunRequest request, out string problem)
    {
        bool full = words.GetValue(Full);
        string? subject = words.GetValue(Subject);
        problem = "";
        DateOnly? from = Days.Read(words.GetValue(From), ref problem);
        DateOnly? to = Days.Read(words.GetValue(To), ref problem);
        bool window = from is not null || to is not null;
        var kind = full ? RunKind.Full : window ? RunKind.Window : subject is not null ? RunKind.Subject : RunKind.Manual;
        request = new RunRequest("", kind, $"command line:{Environment.UserName}", from, to, subject);
        if (problem.Length > 0)
        {
            return false;
        }

        problem = (full, window, subject) switch
        {
            (true, true, _) or (true, _, not null) or (_, true, not null) => "Choose one of --full, --from/--to, --subject.",
            _ when window && (from is null || to is null || from > to) => "Give both --from and --to, in this order.",
            _ when words.GetValue(All) && words.GetValue(Names)!.Length > 0 => "Name connectors or say --all, not both.",
            _ => "",
        };
        return problem.Length == 0;
    }

    // deferred: the source could not be reached now; the next run goes on.
    private static int CodeOf(string outcome) => outcome switch
    {
        "succeeded" or "zero_report" or "partial" => ExitCode.Done,
        "deferred" => ExitCode.NotReachable,
        _ => ExitCode.Failed,
    };
}
