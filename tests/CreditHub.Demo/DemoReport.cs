using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace CreditHub.Demo;

/// <summary>Shows the summary: tables on a terminal, the same words in plain lines elsewhere, or JSON.</summary>
internal sealed class DemoReport(bool json)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly IAnsiConsole _console = Console(System.Console.Out, System.Console.IsOutputRedirected);

    /// <summary>A line about the way there, beside the answer.</summary>
    public static void Note(string text) => System.Console.Error.WriteLine(text);

    public void Show(DemoSummary summary)
    {
        if (json)
        {
            System.Console.Out.WriteLine(JsonSerializer.Serialize(summary, Form));
            return;
        }

        Line("");
        Line($"[bold]Suppliers → hub[/]   (made-up data of {summary.DataOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)})");
        _console.Write(Connectors(summary));
        Line("[bold]What departments must correct[/]");
        foreach (var line in summary.Connectors.Where(c => c.Reasons.Count > 0))
        {
            Line($"  [blue]{Markup.Escape(line.Connector)}[/] {Markup.Escape(line.Supplier)}");
            line.Reasons.ToList().ForEach(reason => Line("      " + Markup.Escape(reason)));
        }

        Line("");
        Line("[bold]Hub → platforms[/]   (the hub's books beside the platform's own)");
        _console.Write(Platforms(summary));
        foreach (var line in summary.Platforms.Where(p => p.Reasons.Count > 0))
        {
            Line($"  {Markup.Escape(line.Title)} refused:");
            line.Reasons.ToList().ForEach(reason => Line("      " + Markup.Escape(reason)));
        }

        Verdict(summary);
    }

    private void Verdict(DemoSummary summary)
    {
        Line("");
        summary.LeftOut.ToList().ForEach(text => Line("[yellow]left out[/] " + Markup.Escape(text)));
        if (summary.Disagreements.Count == 0)
        {
            Line("[green]Truth, hub and platforms agree in every count.[/]");
            if (summary.Repeated)
            {
                Line("[green]Second demo on the same data: everything unchanged, nothing stored twice, nothing sent again.[/]");
            }
        }

        summary.Disagreements.ToList().ForEach(text => Line("[red]differs[/] " + Markup.Escape(text)));
        Line($"{summary.Seconds.ToString("N0", CultureInfo.InvariantCulture)} seconds.");
        Line("");
        Line("[bold]Try next[/]");
        summary.TryNext.ToList().ForEach(command => Line("  " + Markup.Escape(command)));
    }

    private static Table Connectors(DemoSummary summary)
    {
        var table = Grid("connector", "supplier", "dataset", "read", "new", "changed", "unchanged", "duplicate", "excluded", "rejected", "outcome");
        foreach (var c in summary.Connectors)
        {
            table.AddRow(
                Markup.Escape(c.Connector), Markup.Escape(c.Supplier), Markup.Escape(c.Dataset), Number(c.Read), Number(c.New), Number(c.Changed),
                Number(c.Unchanged), Number(c.Duplicate), Number(c.Excluded), c.Rejected > 0 ? $"[red]{Number(c.Rejected)}[/]" : "0",
                c.Outcome == "succeeded" ? "succeeded" : $"[yellow]{Markup.Escape(c.Outcome)}[/]");
        }

        return table;
    }

    private static Table Platforms(DemoSummary summary)
    {
        var table = Grid("platform", "title", "owed", "accepted", "it holds", "refused", "it refused", "waiting", "in time", "late");
        foreach (var p in summary.Platforms)
        {
            table.AddRow(
                Markup.Escape(p.Platform), Markup.Escape(p.Title), Number(p.Owed), $"[green]{Number(p.Accepted)}[/]", Number(p.PlatformHolds), Number(p.Refused),
                Number(p.PlatformRefused), Number(p.Waiting), Number(p.InTime), Number(p.Late));
        }

        table.Caption("in time, late: double publicity records by their seven working days");
        return table;
    }

    private static Table Grid(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        for (int i = 0; i < columns.Length; i++)
        {
            var column = new TableColumn(columns[i]) { NoWrap = true };
            table.AddColumn(i < 2 || columns[i] is "dataset" or "outcome" ? column : column.RightAligned());
        }

        return table;
    }

    private void Line(string markup) => _console.MarkupLine(markup);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static IAnsiConsole Console(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect });
        if (redirected || console.Profile.Width < 120)
        {
            // Wide enough for every row on one line: a wrapped number is misread.
            console.Profile.Width = 160;
        }

        return console;
    }
}
