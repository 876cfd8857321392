using System.CommandLine;
using CreditHub.Pipelines.Catalog;
using CreditHub.Worker.Hosting;
using CreditHub.Worker.Settings;

namespace CreditHub.Worker.Commands;

/// <summary><c>schema</c>: writes the JSON schemas of the config files, for editors.</summary>
internal static class SchemaCommand
{
    private static readonly Option<string?> Out = new("--out") { Description = "folder; default: schema in the config directory" };

    public static Command Create(CommandLine line) =>
        line.Command("schema", "write the JSON schemas of the config files", RunAsync, Out);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        var read = SettingsReader.Read();
        string folder = words.GetValue(Out) ?? Path.Combine(read.ConfigDirectory, "schema");
        ConfigSchemas.WriteAll(folder, HubConfig.Kinds(read.DataDirectory));
        await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.schema.json"), SettingsSchema.Text, ct);
        string[] files = [.. Directory.EnumerateFiles(folder, "*.schema.json").Order(StringComparer.Ordinal)];
        output.Document(files);
        foreach (string file in files)
        {
            output.Line(file);
        }

        return ExitCode.Done;
    }
}
