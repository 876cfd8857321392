using System.CommandLine;
using CreditHub.Pipelines.Runs;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands;

/// <summary><c>deliver [PLATFORM…]</c>: sends what is owed now, in this process.</summary>
internal static class DeliverCommand
{
    private static readonly Argument<string[]> Names = new("platform") { Description = "platforms by name; none: all enabled", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<bool> Wait = new("--wait") { Description = "wait for late answers, and until another process that delivers is done" };

    /// <summary>Another process that sends nothing for so long waits for a person or a platform: <c>status</c> says for whom.</summary>
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(60);

    public static Command Create(CommandLine line) =>
        line.Command("deliver", "send what platforms are owed now", RunAsync, Names, Wait);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(output.Note, ct);
        var platforms = session.Config.Snapshot.Platforms;
        string[] names = words.GetValue(Names)!;
        var unknown = names.Where(n => !platforms.ContainsKey(n)).ToList();
        if (unknown.Count > 0)
        {
            output.Note($"Unknown: {string.Join(", ", unknown)}. Platforms: {string.Join(", ", platforms.Keys.Order(StringComparer.Ordinal))}");
            return ExitCode.Wrong;
        }

        names = names.Length > 0 ? names : [.. platforms.Values.Where(p => p.Enabled).Select(p => p.Name).Order(StringComparer.Ordinal)];
        var progress = new ProgressLines(output, session.Get<TimeProvider>());
        var summaries = await Task.WhenAll(names.Select(n => DeliverAsync(session, n, words.GetValue(Wait), output, progress, ct)));
        output.EndProgress();
        output.Document(summaries);
        output.Table(
            ["platform", "accepted", "refused", "superseded", "pending", "unknown", "waits because"],
            summaries.Select(s => (IReadOnlyList<string>)
            [
                s.Platform, $"{s.Accepted:N0}", $"{s.Refused:N0}", $"{s.Superseded:N0}", s.Pending < 0 ? "?" : $"{s.Pending:N0}", $"{s.Unknown:N0}", s.PausedReason ?? "",
            ]));
        return summaries.Any(s => s.Pending != 0 || s.Unknown > 0 || s is { PausedReason: not null, DeliveredBy: null }) ? ExitCode.NotReachable : ExitCode.Done;
    }

    private static async Task<RelaySummary> DeliverAsync(HubSession session, string name, bool wait, CommandOutput output, IProgress<RelayProgress> progress, CancellationToken ct)
    {
        var relay = session.Get<DeliveryRelay>();
        var time = session.Get<TimeProvider>();
        var summary = await relay.RunAsync(name, untilEmpty: true, progress, ct);
        string? told = null;
        var (pending, since) = (summary.Pending, time.GetTimestamp());
        while (wait && MayStillChange(summary) && !(summary.DeliveredBy is not null && time.GetElapsedTime(since) > Standstill))
        {
            if (summary.DeliveredBy is { } other && other != told)
            {
                output.Note($"{name}: {other} delivers; {summary.Pending:N0} still to go");
                told = other;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), time, ct);
            summary = await relay.RunAsync(name, untilEmpty: true, progress, ct);
            (pending, since) = summary.Pending == pending ? (pending, since) : (summary.Pending, time.GetTimestamp());
        }

        return summary;
    }

    // Books that cannot be asked come back by themselves; what another process sends or a platform answers late gets less. Otherwise a person must act.
    private static bool MayStillChange(RelaySummary summary) =>
        summary.Pending < 0 || (summary.Pending + summary.Unknown > 0 && (summary.PausedReason is null || summary.DeliveredBy is not null));
}
