using System.CommandLine;
using CreditHub.Pipelines.Previews;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands;

/// <summary><c>preview CONNECTOR</c>: what a run would make of the first rows. Writes nothing.</summary>
internal static class PreviewCommand
{
    private static readonly Argument<string?> Name = new("connector") { Description = "connector by name; with --against default all", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<int> Rows = new("--rows") { Description = "rows to show, 1 to 1000", DefaultValueFactory = _ => 10 };
    private static readonly Option<string?> Against = new("--against") { Description = "another config folder: what it would change in what was delivered already" };
    private static readonly Option<bool> Plain = new("--plain") { Description = "show personal values unmasked on this screen" };

    public static Command Create(CommandLine line) =>
        line.Command("preview", "fetch, normalise and check the next rows; writes nothing", RunAsync, Name, Rows, Plain, Against);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        int rows = words.GetValue(Rows);
        string? name = words.GetValue(Name);
        if (rows is < 1 or > 1000 || (name is null && words.GetValue(Against) is null))
        {
            output.Note(name is null ? "Say which connector: credithub preview CONNECTOR." : "--rows is a number from 1 to 1000.");
            return ExitCode.Wrong;
        }

        await using var session = await HubSession.OpenAsync(output.Note, ct);
        if (name is not null && !session.Config.Snapshot.Connectors.ContainsKey(name))
        {
            output.Note($"Unknown: {name}.");
            return ExitCode.Wrong;
        }

        return words.GetValue(Against) is { } folder
            ? await EffectView.ShowAsync(session, folder, name, output, ct)
            : await ShowAsync(session, name!, rows, words.GetValue(Plain), output, ct);
    }

    private static async Task<int> ShowAsync(HubSession session, string name, int rows, bool plain, CommandOutput output, CancellationToken ct)
    {
        var result = await session.Get<PreviewRun>().RunAsync(name, rows, plain, ct);
        output.Document(result);
        output.Line($"{result.Connector}: {result.Dataset} ({result.Edition}), {result.Rows.Count} rows{(result.More ? ", more follow" : "")}. Nothing is written.");
        if (result.UnknownColumns.Count > 0)
        {
            output.Line($"Columns the catalog does not name, dropped: {string.Join(", ", result.UnknownColumns)}");
        }

        if (result.ForbiddenColumns.Count > 0)
        {
            output.Line($"Of these must never be collected (catalog/forbidden.json), ask the supplier not to send them: {string.Join(", ", result.ForbiddenColumns)}");
        }

        foreach (var (platform, fields) in result.LeftOut)
        {
            output.Line($"Fields not sent to {platform}: {string.Join(", ", fields)}");
        }

        foreach (var row in result.Rows)
        {
            Show(output, row);
        }

        return ExitCode.Done;
    }

    private static void Show(CommandOutput output, PreviewRow row)
    {
        output.Line();
        output.Line($"{row.Payload} {row.Location}: {row.Verdict}{(row.Reason is null ? "" : $" ({row.Reason})")}{(row.DueOn is { } due ? $", due {due:yyyy-MM-dd}" : "")}");
        output.Table(
            ["field", "name", "as received", "as stored", "changed by"],
            row.Fields.Select(f => (IReadOnlyList<string>)[f.Code, f.Name, f.Raw, f.Normalized == f.Raw ? "=" : f.Normalized, f.ChangedBy]));
        foreach (var violation in row.Violations)
        {
            output.Line($"  {(violation.Severity == Pipelines.Model.Severity.Error ? "error" : "warning")} {violation.Rule} {violation.Field}: {violation.Message}");
        }

        if (row.Publication is { } term)
        {
            output.Line($"  {Words(term)}");
        }

        if (row.KeptUntil is { } until)
        {
            output.Line($"  is kept until {until:yyyy-MM-dd}");
        }

        foreach (var (platform, kept) in row.Platforms)
        {
            output.Line(kept is null ? $"  would be sent to {platform}" : $"  kept back from {platform}: {kept}");
        }
    }

    /// <summary>How long something may be published.</summary>
    internal static string Words(PreviewPublication term) => term.LastDay is { } last
        ? $"may be published from {term.StartsOn:yyyy-MM-dd} to {last:yyyy-MM-dd}{(term.MinimumDay is { } least ? $", by repair not before {least:yyyy-MM-dd}" : "")} (term {term.Term}: {term.Source})"
        : $"is not published (term {term.Term}: {term.Source})";
}
