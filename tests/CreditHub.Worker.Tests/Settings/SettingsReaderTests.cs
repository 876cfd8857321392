using CreditHub.Worker.Settings;

namespace CreditHub.Worker.Tests.Settings;

public sealed class SettingsReaderTests : IDisposable
{
    private const string Good = """{ "Hub": { "Sender": "411000" } }""";

    private readonly string _home = Directory.CreateTempSubdirectory("ch-set-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Absent_settings_have_their_defaults_and_directories_lie_in_the_home()
    {
        var settings = Read(Good).Settings!;
        Assert.True(settings.IsLocal);
        Assert.Equal(Path.Combine(_home, "data"), settings.DataDirectory);
        Assert.Equal(Path.Combine(_home, "config"), settings.ConfigDirectory);
        Assert.Equal((8600, 200, 2), (settings.AdminPort, settings.LogRetainDays, settings.ParallelRuns));
    }

    [Fact]
    public void All_mistakes_are_found_at_once_with_line_and_remedy()
    {
        var findings = Read("""
            {
              "Hub": { "Sender": "x" },
              "Admin": { "Port": 70000, "Address": "0.0.0.0" },
              "Logging": { "RetainDays": 30, "Levle": "Debug" },
              "Database": { "Connection": "Host=h;Password=geheim" }
            }
            """).Findings;
        Assert.Equal(
            [(2, "$.Hub.Sender"), (3, "$.Admin.Address"), (3, "$.Admin.Port"), (4, "$.Logging.Levle"), (4, "$.Logging.RetainDays"), (5, "$.Database.Connection")],
            findings.Select(f => (f.Line, f.Path)).Order());
        Assert.DoesNotContain(findings, f => f.ToString().Contains("geheim", StringComparison.Ordinal));
        Assert.All(findings, f => Assert.NotEmpty(f.Remedy));
    }

    [Fact]
    public void The_environment_wins_over_the_file()
    {
        var settings = Read(
            """{ "Hub": { "Sender": "411000" }, "Admin": { "Port": 1 }, "Data": { "Directory": "elsewhere" } }""",
            ("CREDITHUB__ADMIN__PORT", "2"), ("CREDITHUB_DATA", "/srv/x"), ("CREDITHUB_DATABASE", "Host=h;Password=p")).Settings!;
        Assert.Equal((2, "/srv/x", "Host=h;Password=p"), (settings.AdminPort, settings.DataDirectory, settings.Connection));
    }

    [Fact]
    public void An_unknown_variable_of_ours_is_a_finding_and_foreign_ones_are_not()
    {
        var finding = Assert.Single(Read(Good, ("CREDITHUB__ADMIN__PROT", "2"), ("CREDITHUB_PROVINCE_ID", "x"), ("PATH", "/bin")).Findings);
        Assert.Equal("CREDITHUB__ADMIN__PROT", finding.Path);
    }

    [Fact]
    public void A_reference_to_a_variable_is_followed_and_an_unset_one_is_named()
    {
        const string Text = """{ "Hub": { "Sender": "411000" }, "Database": { "Connection": "env:BOOKS" } }""";
        Assert.Equal("Host=h", Read(Text, ("BOOKS", "Host=h")).Settings!.Connection);
        Assert.Contains("BOOKS", Assert.Single(Read(Text).Findings).Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData("{ \"Hub\": { \"Sender\": \"411000\" }, // why\n }")]
    [InlineData("{ \"Hub\": { \"Sender\": \"411000\", \"Sender\": \"411001\" } }")]
    [InlineData("{ \"Hub\": [] }")]
    [InlineData("{ \"Hub\": {")]
    public void A_broken_file_is_a_finding_and_never_an_exception(string text) =>
        Assert.Contains(Read(text).Findings, f => f is { File: "appsettings.json" });

    [Fact]
    public void The_shipped_settings_are_good_and_the_schema_names_exactly_the_known_ones()
    {
        string shipped = File.ReadAllText(Path.Combine(Conventions.Repository.Root, "config", "appsettings.json"));
        Assert.Empty(Read(shipped).Findings);
        string known = Read("""{ "Hub": { "Sender": "411000" }, "No": { "Such": 1 } }""").Findings.Single().Remedy;
        foreach (string key in known[(known.IndexOf("known: ", StringComparison.Ordinal) + 7)..].Split(", "))
        {
            Assert.Contains($"\"{key.Split(':')[1]}\":", SettingsSchema.Text, StringComparison.Ordinal);
        }
    }

    private SettingsResult Read(string text, params (string Name, string Value)[] environment)
    {
        Directory.CreateDirectory(Path.Combine(_home, "config"));
        File.WriteAllText(Path.Combine(_home, "config", "appsettings.json"), text);
        return new SettingsReader(environment.ToDictionary(e => e.Name, e => e.Value), _home).ReadAll();
    }
}
