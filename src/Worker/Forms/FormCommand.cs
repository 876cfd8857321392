using System.CommandLine;
using CreditHub.Pipelines.Model;
using CreditHub.Worker.Commands;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Forms;

/// <summary><c>form DATASET</c>: an empty form for a department, as .xlsx. Reads the config only.</summary>
internal static class FormCommand
{
    private static readonly Argument<string> Code = new("dataset") { Description = "dataset code" };
    private static readonly Option<string?> Edition = new("--edition") { Description = "this edition; default that of the connector, else the newest" };
    private static readonly Option<string?> Connector = new("--connector") { Description = "with the column names that this connector reads" };
    private static readonly Option<string?> Out = new("--out") { Description = "file to write; default CODE-EDITION.xlsx here" };

    public static Command Create(CommandLine line) =>
        line.Command("form", "write an empty form (.xlsx) of a dataset: header, advice, drop-downs; returned empty it is a zero report", RunAsync, Code, Edition, Connector, Out);

    private static Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        string? name = words.GetValue(Connector);
        var snapshot = name is null ? HubConfig.LoadCatalog().Snapshot : HubConfig.Load().Snapshot;
        var connector = name is null ? null : snapshot.Connectors.GetValueOrDefault(name);
        string code = words.GetValue(Code)!;
        string? edition = words.GetValue(Edition) ?? connector?.Edition;
        var dataset = snapshot.Datasets.Values.Where(d => string.Equals(d.Code, code, StringComparison.OrdinalIgnoreCase) && (edition is null || d.Edition == edition))
            .OrderBy(d => d.Effective.From ?? DateOnly.MinValue).ThenBy(d => d.Edition, StringComparer.Ordinal).LastOrDefault();
        if (dataset is null || (name is not null && (connector is null || connector.Dataset != dataset.Code || !connector.Editions.Contains(dataset.Edition))))
        {
            output.Note(dataset is null ? $"No dataset is called {code}{(edition is null ? "" : $" in edition {edition}")}. All: credithub catalog"
                : connector is null ? $"No connector is called {name}." : $"{name} does not carry {dataset.Code} ({dataset.Edition}).");
            return Task.FromResult(ExitCode.Wrong);
        }

        string file = words.GetValue(Out) ?? $"{dataset.Code}-{dataset.Edition}.xlsx";
        return Task.FromResult(Write(file, FormLayout.Of(dataset, snapshot, connector, Beijing.DayOf(TimeProvider.System.GetUtcNow())), output));
    }

    private static int Write(string file, FormLayout layout, CommandOutput output)
    {
        if (!file.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) || File.Exists(file))
        {
            output.Note(File.Exists(file) ? $"{file} exists already: choose another name with --out." : "The file's name ends with .xlsx.");
            return ExitCode.Wrong;
        }

        try
        {
            using var memory = new MemoryStream();
            FormWorkbook.Write(memory, layout);
            File.WriteAllBytes(file, memory.ToArray());
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            output.Note($"{file} cannot be written: {refused.Message}");
            return ExitCode.Failed;
        }

        output.Document(new { file = Path.GetFullPath(file), dataset = layout.Dataset.Code, layout.Dataset.Edition, columns = layout.Columns.Select(column => column.Header) });
        output.Line($"{file}: {layout.Dataset.Name} ({layout.Dataset.Code}, {layout.Dataset.Edition}), {layout.Columns.Count} columns. Collected by a connector of kind FileDrop with the decoder Excel.");
        return ExitCode.Done;
    }
}
