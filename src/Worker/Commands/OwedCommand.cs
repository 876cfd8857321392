using System.CommandLine;
using CreditHub.Pipelines.Reports.Feeds;
using CreditHub.Worker.Hosting;
using CreditHub.Worker.Jobs;

namespace CreditHub.Worker.Commands;

/// <summary><c>owed</c>: which supplier owes a report or corrections, and since when.</summary>
internal static class OwedCommand
{
    public static Command Create(CommandLine line) =>
        line.Command("owed", "who owes what: suppliers that sent neither records nor a zero report in time, and rejected rows that wait for correction", RunAsync);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(output.Note, ct);
        var feeds = await session.Get<FeedReport>().ReadAsync(NextRun.Of, ct);
        var owed = feeds.Where(f => f.Owes || f.Corrections > 0).OrderBy(f => f.Supplier, StringComparer.Ordinal).ThenBy(f => f.Connector, StringComparer.Ordinal).ToList();
        output.Document(owed);
        if (owed.Count == 0)
        {
            output.Line("Nobody owes anything.");
            return ExitCode.Done;
        }

        output.Table(
            ["supplier", "connector", "dataset", "owes", "heard last", "was due", "corrections", "correct by"],
            owed.Select(f => (IReadOnlyList<string>)
            [
                f.Supplier, f.Connector, f.Dataset, f.Owes ? "a report, or a zero report" : "corrections", Times.Local(Last(f)),
                f.Owes ? Day(f.DueOn) : "", f.Corrections > 0 ? $"{f.Corrections:N0}" : "", Day(f.CorrectBy),
            ]));
        return ExitCode.Done;
    }

    private static DateTime? Last(FeedState feed) => feed.LastRowsAt is { } rows && !(feed.LastZeroReportAt > rows) ? rows : feed.LastZeroReportAt;

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
