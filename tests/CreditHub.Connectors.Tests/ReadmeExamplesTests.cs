using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using CreditHub.Pipelines.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace CreditHub.Connectors.Tests;

/// <summary>Every example in a kind's README is loaded by that kind without a finding, and names only what its schema describes.</summary>
public sealed class ReadmeExamplesTests
{
    private static readonly string[] Variables = ["CREDITHUB_WATER_TOKEN", "CREDITHUB_PROVINCE_ID", "CREDITHUB_PROVINCE_SECRET"];

    private static string Room([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../src/Connectors"));

    /// <summary>Every folder of a kind: one that is added is asked for its README too.</summary>
    public static TheoryData<string> Folders => [.. new[] { "Sources", "Decoders", "Platforms" }.SelectMany(area => Directory.EnumerateDirectories(Path.Combine(Room(), area)))
        .Where(folder => Directory.EnumerateFiles(folder, "*Kind.cs").Any()).Select(folder => Path.GetRelativePath(Room(), folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void The_examples_of_each_kind_load(string folder)
    {
        string readme = File.ReadAllText(Path.Combine(Room(), folder, "README.md"));
        foreach (string variable in Variables)
        {
            Environment.SetEnvironmentVariable(variable, "made-up");
        }

        Environment.SetEnvironmentVariable("CREDITHUB_HALL_DATABASE", "Host=127.0.0.1;Username=made-up");
        Environment.SetEnvironmentVariable("CREDITHUB_FRONT_DATABASE", "Host=127.0.0.1;Username=made-up");

        using var services = Services();
        var examples = Regex.Matches(readme, "```json\n(.*?)```", RegexOptions.Singleline | RegexOptions.NonBacktracking);
        Assert.NotEmpty(examples);
        foreach (var example in examples.Select(e => JsonDocument.Parse(e.Groups[1].Value).RootElement))
        {
            var (findings, schema) = Check(services, Path.GetFileName(folder), example);

            Assert.Empty(findings);
            var described = JsonDocument.Parse(schema).RootElement.GetProperty("properties");
            Assert.All(example.EnumerateObject().Where(p => p.Name != "kind"), p => Assert.True(described.TryGetProperty(p.Name, out _), p.Name));
            Assert.All(described.EnumerateObject(), p => Assert.True(p.Value.TryGetProperty("description", out _), p.Name));
        }
    }

    [Fact]
    public void Every_kind_is_registered_once()
    {
        using var services = Services();

        Assert.Equal(["FileDrop", "Rest", "DatabaseTable", "DatabaseQuery"], services.GetServices<IKind<ISource>>().Select(k => k.Name));
        Assert.Equal(["Csv", "Excel", "FixedWidth", "Json", "JsonLines", "Xml", "Zip", "GZip"], services.GetServices<IKind<IPayloadDecoder>>().Select(k => k.Name));
        Assert.Equal(["PlatformApi", "FrontDatabase", "SoapRows", "FilePacket"], services.GetServices<IKind<IPlatform>>().Select(k => k.Name));
    }

    private static string Config()
    {
        string config = Path.Combine(Path.GetTempPath(), "credithub-readme-config");
        string readme = File.ReadAllText(Path.Combine(Room(), "Sources/DatabaseQuery/README.md"));
        Directory.CreateDirectory(Path.Combine(config, "queries"));
        File.WriteAllText(Path.Combine(config, "queries", "example.sql"), Regex.Match(readme, "```sql\n(.*?)```", RegexOptions.Singleline | RegexOptions.NonBacktracking).Groups[1].Value);
        return config;
    }

    private static ServiceProvider Services() => new ServiceCollection()
        .AddSingleton(TimeProvider.System)
        .AddLogging()
        .AddConnectors(Path.GetTempPath(), Config())
        .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    private static (IReadOnlyList<Pipelines.Model.ConfigFinding> Findings, string Schema) Check(ServiceProvider services, string name, JsonElement example)
    {
        if (services.GetServices<IKind<ISource>>().FirstOrDefault(k => k.Name == name) is { } source)
        {
            Assert.NotNull(source.Create("example", example));
            return (source.Validate(example), source.SettingsSchema);
        }

        if (services.GetServices<IKind<IPayloadDecoder>>().FirstOrDefault(k => k.Name == name) is { } decoder)
        {
            Assert.NotNull(decoder.Create("example", example));
            return (decoder.Validate(example), decoder.SettingsSchema);
        }

        var platform = services.GetServices<IKind<IPlatform>>().Single(k => k.Name == name);
        Assert.NotNull(platform.Create("example", example));
        return (platform.Validate(example), platform.SettingsSchema);
    }
}
