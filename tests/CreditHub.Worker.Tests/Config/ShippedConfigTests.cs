using System.Text.Json;
using System.Text.RegularExpressions;
using CreditHub.Connectors;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Ports;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace CreditHub.Worker.Tests.Config;

/// <summary>The shipped config against the kinds that the worker really has.</summary>
public sealed class ShippedConfigTests
{
    private const string Update = "CREDITHUB_UPDATE_SNAPSHOTS";

    private static readonly string Folder = FindConfig();

    private static readonly ConfigKinds Kinds = RealKinds();

    [Fact]
    public void Every_file_passes_the_checks_of_the_real_kinds()
    {
        foreach (string file in Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories))
        {
            foreach (Match reference in Regex.Matches(File.ReadAllText(file), "\"env:(?<name>[A-Z_]+)\""))
            {
                string name = reference.Groups["name"].Value;
                Environment.SetEnvironmentVariable(name, name.EndsWith("_ADDRESS", StringComparison.Ordinal) ? "https://supplier.example:8443" : "made-up-for-tests");
            }
        }

        Assert.Empty(ConfigFolder.Load(Folder, "411000", Kinds).Findings);
    }

    [Fact]
    public void Committed_schemas_are_those_the_code_writes()
    {
        string schemas = Path.Combine(Folder, "schema");
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            ConfigSchemas.WriteAll(schemas, Kinds);
        }

        var written = ConfigSchemas.Compose(Kinds);
        foreach (var (name, text) in written)
        {
            Assert.True(text == File.ReadAllText(Path.Combine(schemas, name)), $"{name} is out of date: run this test once with {Update}=1 and look at the change.");
        }
    }

    [Fact]
    public void Every_key_of_every_file_stands_in_its_schema()
    {
        var strange = new List<string>();
        foreach (string file in Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            string? folder = Path.GetDirectoryName(Path.GetRelativePath(Folder, file));
            if (folder?.Length > 0 && folder != "schema")
            {
                Assert.True(json.RootElement.TryGetProperty("$schema", out var reference), $"{file} names no schema");
                string path = Path.GetFullPath(reference.GetString()!, Path.GetDirectoryName(file)!);
                using var schema = JsonDocument.Parse(File.ReadAllText(path));
                Walk(json.RootElement, schema.RootElement, Path.GetFileName(file), strange);
            }
        }

        Assert.Empty(strange);
    }

    private static void Walk(JsonElement value, JsonElement schema, string path, List<string> strange)
    {
        if (schema.TryGetProperty("anyOf", out var kinds))
        {
            schema = kinds.EnumerateArray().FirstOrDefault(kind => FitsKind(value, kind));
        }

        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var item))
        {
            foreach (var entry in value.EnumerateArray())
            {
                Walk(entry, item, path + "[]", strange);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object && schema.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                if (Inner(schema, property.Name) is { } inner)
                {
                    Walk(property.Value, inner, $"{path}.{property.Name}", strange);
                }
                else
                {
                    strange.Add($"{path}.{property.Name}");
                }
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            strange.Add(path);
        }
    }

    private static bool FitsKind(JsonElement value, JsonElement kind) =>
        value.ValueKind != JsonValueKind.Object ? !kind.TryGetProperty("properties", out _)
        : kind.TryGetProperty("properties", out var known) && (value.TryGetProperty("kind", out var name)
            ? kind.GetProperty("title").GetString() == name.GetString()
            : value.EnumerateObject().All(property => known.TryGetProperty(property.Name, out _)));

    private static JsonElement? Inner(JsonElement schema, string key)
    {
        if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(key, out var inner))
        {
            return inner;
        }

        return schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object ? others
            : schema.TryGetProperty("oneOf", out var choices) ? choices.EnumerateArray().Select(choice => Inner(choice, key)).FirstOrDefault(found => found is not null)
            : null;
    }

    private static ConfigKinds RealKinds()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddConnectors(Path.TrimEndingDirectorySeparator(Path.GetTempPath()), Folder).BuildServiceProvider();
        return new ConfigKinds(
            [.. services.GetServices<IKind<ISource>>()],
            [.. services.GetServices<IKind<IPayloadDecoder>>()],
            [.. services.GetServices<IKind<IPlatform>>()],
            cron => CronExpression.TryParse(cron, out _) ? null : "not a cron expression of Quartz");
    }

    private static string FindConfig()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CreditHub.sln")))
            {
                return Path.Combine(folder.FullName, "config");
            }
        }

        throw new DirectoryNotFoundException("The tests must lie below the folder with CreditHub.sln.");
    }
}
