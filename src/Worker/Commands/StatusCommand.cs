using System.CommandLine;
using CreditHub.Pipelines.Reports;
using CreditHub.Pipelines.Reports.Feeds;
using CreditHub.Pipelines.Reports.Withdrawals;
using CreditHub.Worker.Hosting;
using CreditHub.Worker.Jobs;

namespace CreditHub.Worker.Commands;

/// <summary><c>status</c>: connectors, outbox, platforms, deadlines, quarantine.</summary>
internal static class StatusCommand
{
    public static Command Create(CommandLine line) =>
        line.Command("status", "connectors, queue, platforms, deadlines and quarantine at a glance", RunAsync);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(output.Note, ct);
        var status = await session.Get<StatusReport>().ReadAsync(ct);
        var next = status.Connectors.ToDictionary(c => c.Connector, c => NextRun.Of(session.Config.Snapshot.Connectors[c.Connector], status.At), StringComparer.Ordinal);
        var withdrawals = await session.Get<WithdrawalReport>().StatusAsync(ct);
        var feeds = (await session.Get<FeedReport>().ReadAsync(NextRun.Of, ct)).ToDictionary(f => f.Connector, StringComparer.Ordinal);
        output.Document(new { status.At, status.Connectors, status.Platforms, status.Subjects, withdrawals, nextRuns = next, feeds = feeds.Values });
        output.Table(
            ["connector", "last run", "outcome", "read", "stored", "rejected", "quarantine", "complete until", "next run", "heard"],
            status.Connectors.Select(c => (IReadOnlyList<string>)
            [
                c.Connector, Times.Local(c.StartedAt), c.Outcome ?? "never ran", $"{c.Read:N0}", $"{c.Stored:N0}", $"{c.Rejected:N0}",
                $"{c.Quarantined:N0}", Times.Local(c.FreshAt), Times.Local(next[c.Connector]?.UtcDateTime), Heard(feeds.GetValueOrDefault(c.Connector)),
            ]));
        foreach (var told in status.Connectors.Where(c => c.Message is { Length: > 0 }))
        {
            output.Line($"{told.Connector}: {told.Message}");
        }

        output.Table(
            ["platform", "owed", "unknown", "refused", "oldest", "overdue", "at risk", "last request", "remark"],
            status.Platforms.Select(p => (IReadOnlyList<string>)
            [
                p.Platform, $"{p.Pending:N0}", $"{p.Unknown:N0}", $"{p.Refused:N0}", Times.Local(p.OldestAt), $"{p.Overdue:N0}", $"{p.DueSoon:N0}",
                Times.Local(p.LastSentAt), p.Reason ?? p.LastOutcome ?? "",
            ]));
        output.Table(
            ["platform", "circuit", "since", "packets of", "receipts awaited", "receipts overdue", "withdrawals owed", "oldest", "clock", "because"],
            status.Platforms.Where(p => p.CircuitSince is not null || p.Withdrawals > 0).Select(p => (IReadOnlyList<string>)
            [
                p.Platform, p.Circuit, Times.Local(p.CircuitSince), Sizes(p), $"{p.AwaitedReceipts:N0}", $"{p.OverdueReceipts:N0}", $"{p.Withdrawals:N0}",
                Times.Local(p.OldestWithdrawalAt), p.WithdrawalClock ?? "", Because(p),
            ]));
        foreach (var waiting in status.Platforms.SelectMany(p => p.Retractions))
        {
            output.Line($"{waiting.Platform}: the configuration takes back {waiting.Withdrawn + waiting.Replaced:N0} of {waiting.HeldThere:N0} records of {waiting.Dataset} {waiting.Edition}, more than the platform's limits allow; since {Times.Local(waiting.Since)} {(waiting.Confirmed ? "a person has agreed, its sender begins" : "nothing is taken back until a person agrees")}. See: credithub retract");
        }

        output.Line($"Subjects: {status.Subjects.Live:N0}; names and codes that contradict: {status.Subjects.OpenFindings:N0} open; runs whose subjects are still to be found: {status.Subjects.WaitingRuns:N0}. See: credithub subjects");
        output.Line($"Withdrawals not confirmed: {withdrawals.Open:N0}, of them {withdrawals.Alarm:N0} for more than four hours, {withdrawals.Breach:N0} past the working day allowed, {withdrawals.Refused:N0} refused; acts that do not say clearly which record they mean: {withdrawals.Unclear:N0}. See: credithub withdrawals");
        return ExitCode.Done;
    }

    /// <summary>The smallest and the largest size of its datasets' packets.</summary>
    private static string Sizes(PlatformStatus platform) => platform.Datasets.Count == 0 ? "" : (platform.Datasets.Min(d => d.PacketRecords), platform.Datasets.Max(d => d.PacketRecords)) switch
    {
        var (least, most) when least == most => $"{most:N0}",
        var (least, most) => $"{least:N0} to {most:N0}",
    };

    private static string Because(PlatformStatus platform) => string.Join("; ", platform.Datasets.Where(d => d.Circuit != "closed")
        .Select(d => $"{d.Dataset} {d.Circuit} since {Times.Local(d.Since)}: {d.Reason}").Prepend(platform.CircuitReason).OfType<string>());

    /// <summary>What was heard last, and what is missing.</summary>
    private static string Heard(FeedState? feed) => feed is null ? "" : string.Join("; ", new[]
    {
        feed.MissedSlot is { } slot ? $"missed the run of {Times.Local(slot)}" : "",
        feed.State switch
        {
            "stale" => $"nothing new since {Times.Local(feed.NothingNewSince)}, due {feed.DueOn:yyyy-MM-dd}",
            "zero_report" => $"zero report {Times.Local(feed.LastZeroReportAt)}",
            "empty_answer" => $"empty answer {Times.Local(feed.LastEmptyAt)}",
            "rows" => "records",
            _ => "nothing yet",
        },
    }.Where(text => text.Length > 0));
}
