using System.CommandLine;
using CreditHub.Pipelines.Reports;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands;

/// <summary><c>deadlines</c>: which records reached the platforms within the working days allowed, which are late and by whose doing.</summary>
internal static class DeadlinesCommand
{
    private static readonly Option<string?> From = new("--from") { Description = "first day of decision, YYYY-MM-DD; default 90 days ago" };
    private static readonly Option<string?> To = new("--to") { Description = "last day of decision, YYYY-MM-DD; default today" };

    public static Command Create(CommandLine line) =>
        line.Command("deadlines", "working-day deadlines by dataset, connector and platform: kept, late, at risk", RunAsync, From, To);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        string problem = "";
        var (typedFrom, typedTo) = (Days.Read(words.GetValue(From), ref problem), Days.Read(words.GetValue(To), ref problem));
        if (problem.Length > 0)
        {
            output.Note(problem);
            return ExitCode.Wrong;
        }

        await using var session = await HubSession.OpenAsync(output.Note, ct);
        var report = session.Get<DeadlineReport>();
        var to = typedTo ?? report.Today;
        var from = typedFrom ?? to.AddDays(-DeadlineReport.UsualPeriod);
        var rows = await report.ReadAsync(from, to, ct);
        output.Document(new { from, to, rows, report.UnknownYears });
        output.Line($"Records decided from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}. On time = kept ÷ (kept + late + overdue).");
        output.Table(
            ["dataset", "connector", "platform", "records", "kept", "late from supplier", "late from us", "overdue", "at risk", "open", "no calendar", "not owed", "on time"],
            rows.Select(r => (IReadOnlyList<string>)
            [
                r.Dataset, r.Connector, r.Platform, $"{r.Acts:N0}", $"{r.Kept:N0}", $"{r.LateSupplied:N0}", $"{r.LateDelivered:N0}", $"{r.Overdue:N0}",
                $"{r.AtRisk:N0}", $"{r.Open:N0}", $"{r.Unknown:N0}", $"{r.NotOwed:N0}", r.OnTime is { } share ? $"{share:P1}" : "–",
            ]));
        foreach (int year in report.UnknownYears)
        {
            output.Line($"The working days of {year} are not known: add config/calendars/workdays-{year}.json when the State Council has published them. Until then no last day in {year} is promised.");
        }

        return ExitCode.Done;
    }
}
