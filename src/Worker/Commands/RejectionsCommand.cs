using System.CommandLine;
using CreditHub.Pipelines.Reports;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands;

/// <summary><c>rejections</c>: the quarantine, with what the department must correct. The rows themselves are not shown.</summary>
internal static class RejectionsCommand
{
    private static readonly Option<string?> Connector = new("--connector") { Description = "only of this connector" };
    private static readonly Option<int> Limit = new("--limit") { Description = "most rows, 1 to 10000", DefaultValueFactory = _ => 20 };

    public static Command Create(CommandLine line) =>
        line.Command("rejections", "rows that wait for correction, with every reason", RunAsync, Connector, Limit);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        int limit = words.GetValue(Limit);
        string? connector = words.GetValue(Connector);
        await using var session = await HubSession.OpenAsync(output.Note, ct);
        if (limit is < 1 or > 10_000 || (connector is not null && !session.Config.Snapshot.Connectors.ContainsKey(connector)))
        {
            output.Note(limit is < 1 or > 10_000 ? "--limit is a number from 1 to 10000." : $"Unknown: {connector}.");
            return ExitCode.Wrong;
        }

        var report = session.Get<RejectionReport>();
        long open = await report.CountAsync(connector, ct);
        var rows = await report.ReadAsync(connector, limit, ct);
        output.Document(new { open, rows });
        output.Line($"{open:N0} rows wait for correction{(open > rows.Count ? $"; the newest {rows.Count:N0}:" : ".")}");
        foreach (var row in rows)
        {
            output.Line($"{row.Connector} {row.Dataset} {row.Payload} {row.Location} (run {row.RunId}, {Times.Local(row.RaisedAt)}{(row.DueOn is { } due ? $", due {due:yyyy-MM-dd}" : "")})");
            foreach (var cause in row.Causes)
            {
                output.Line($"    {cause.Rule}{(cause.Field.Length > 0 ? " " + cause.Field : "")}: {cause.Reason}");
            }
        }

        return ExitCode.Done;
    }
}
