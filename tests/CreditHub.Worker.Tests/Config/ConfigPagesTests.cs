using System.Text.Json;
using System.Text.RegularExpressions;
using CreditHub.Pipelines.Catalog;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Tests.Config;

/// <summary>Each folder of the config has a page for administrators whose example is right as it stands.</summary>
public sealed class ConfigPagesTests : IDisposable
{
    private static readonly string Shipped = Path.Combine(Conventions.Repository.Root, "config");

    private readonly string _copy = Directory.CreateTempSubdirectory("pages-").FullName;

    public void Dispose() => Directory.Delete(_copy, recursive: true);

    [Theory]
    [InlineData("catalog", "2024/{0}.json", "code")]
    [InlineData("codesets", "{0}.json", "code")]
    [InlineData("connectors", "{0}.json", "name")]
    [InlineData("platforms", "{0}.json", "name")]
    [InlineData("overrides", "{0}.json", "name")]
    [InlineData("calendars", "workdays-{0}.json", "year")]
    public void The_example_of_each_folder_passes_the_check(string folder, string file, string key)
    {
        string page = File.ReadAllText(Path.Combine(Shipped, folder, "README.md"));
        string example = Assert.Single(Regex.Matches(page, "```json\n(.*?)```", RegexOptions.Singleline | RegexOptions.NonBacktracking)).Groups[1].Value;
        CopyShipped();
        string name = Path.Combine(folder, string.Format(System.Globalization.CultureInfo.InvariantCulture, file, JsonDocument.Parse(example).RootElement.GetProperty(key)));
        Directory.CreateDirectory(Path.Combine(_copy, folder));
        Assert.False(File.Exists(Path.Combine(_copy, name)), $"{name} exists already: the example must be one that is added");
        File.WriteAllText(Path.Combine(_copy, name), example);
        SetReferences();

        Assert.Empty(ConfigFolder.Load(_copy, "411000", HubConfig.Kinds(_copy, _copy)).Findings);
    }

    [Fact]
    public void A_page_fits_on_a_screen() => Assert.All(
        Directory.EnumerateFiles(Shipped, "README.md", SearchOption.AllDirectories), page => Assert.InRange(File.ReadAllLines(page).Length, 10, 65));

    private void CopyShipped()
    {
        foreach (string file in Directory.EnumerateFiles(Shipped, "*", SearchOption.AllDirectories))
        {
            string to = Path.Combine(_copy, Path.GetRelativePath(Shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    private void SetReferences()
    {
        foreach (string file in Directory.EnumerateFiles(_copy, "*.json", SearchOption.AllDirectories))
        {
            foreach (Match reference in Regex.Matches(File.ReadAllText(file), "\"env:(?<name>[A-Z_]+)\""))
            {
                string name = reference.Groups["name"].Value;
                Environment.SetEnvironmentVariable(name, name.EndsWith("_ADDRESS", StringComparison.Ordinal) ? "https://supplier.example:8443" : "made-up-for-tests");
            }
        }
    }
}
