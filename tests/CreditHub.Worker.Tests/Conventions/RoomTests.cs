using System.Text.RegularExpressions;

namespace CreditHub.Worker.Tests.Conventions;

/// <summary>Who may reach whom: reads the lines of the sources, fails with file and line.</summary>
public sealed class RoomTests
{
    private const string Inner = @"CreditHub\.Pipelines\.(Store|Rules|Normalization|Merge|Intake|Delivery)\b";

    [Theory]
    [InlineData("src/Pipelines", "", @"CreditHub\.(Connectors|Worker)|System\.Net\.Http|CsvHelper|Quartz|Serilog|Microsoft\.AspNetCore|Polly")]
    [InlineData("src/Pipelines/Model", "", @"Npgsql|Dapper|" + Inner + @"|CreditHub\.Pipelines\.(Runs|Previews|Reports|Ports)")]
    [InlineData("src/Pipelines/Rules", "", @"Npgsql|Dapper|CreditHub\.Pipelines\.(Store|Merge|Intake|Delivery|Runs|Previews|Reports|Ports)|System\.IO")]
    [InlineData("src/Pipelines/Normalization", "", @"Npgsql|Dapper|CreditHub\.Pipelines\.(Store|Merge|Intake|Delivery|Runs|Previews|Reports)")]
    [InlineData("src/Pipelines/Catalog", "", @"Npgsql|Dapper|CreditHub\.Pipelines\.(Store|Merge|Intake|Delivery|Runs|Previews|Reports)")]
    [InlineData("src/Connectors", "src/Connectors/Databases", @"Npgsql|Dapper|Quartz|Serilog|CreditHub\.Worker|" + Inner + @"|CreditHub\.Pipelines\.(Runs|Previews|Reports)")]
    [InlineData("src/Worker", "", @"System\.Net\.Http|Dapper|CsvHelper|Polly|" + Inner)]
    public void A_room_uses_only_what_it_may(string room, string except, string forbidden)
    {
        var pattern = new Regex($@"^\s*(global )?using (static )?({forbidden})", RegexOptions.NonBacktracking);
        Fail(Repository.Sources(room)
            .Where(f => except.Length == 0 || !f.Name.StartsWith(except, StringComparison.Ordinal))
            .SelectMany(f => f.Where(line => pattern.IsMatch(line))));
    }

    [Fact]
    public void A_connector_kind_does_not_use_another_kinds_folder()
    {
        var folder = new Regex(@"^src/Connectors/(Sources|Decoders|Platforms)/(\w+)/");
        var uses = new Regex(@"^using CreditHub\.Connectors\.(Sources|Decoders|Platforms)\.(\w+)");
        Fail(Repository.Sources("src/Connectors").Where(f => folder.IsMatch(f.Name)).SelectMany(f =>
        {
            var own = folder.Match(f.Name);
            return f.Where(line => uses.Match(line) is { Success: true } use
                && (use.Groups[1].Value, use.Groups[2].Value) != (own.Groups[1].Value, own.Groups[2].Value));
        }));
    }

    [Fact]
    public void Only_the_steps_of_the_pipeline_reach_the_store()
    {
        string[] may = ["Store", "Intake", "Merge", "Delivery", "Reports", "Runs", "Previews", "Subjects", "Effects", "Agreement"];
        Fail(Repository.Sources("src/Pipelines")
            .Where(f => f.Folder != "src/Pipelines" && !may.Any(m => f.Name.StartsWith($"src/Pipelines/{m}/", StringComparison.Ordinal)))
            .SelectMany(f => f.Where(line => line.Contains("CreditHub.Pipelines.Store", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("src/Pipelines/Normalization")]
    [InlineData("src/Pipelines/Rules")]
    public void What_is_pure_asks_no_clock_and_throws_no_dice(string folder)
    {
        var impure = new Regex(@"\b(TimeProvider|Guid\.NewGuid|Random\.Shared|new Random|Environment\.|File\.|Directory\.)", RegexOptions.NonBacktracking);
        Fail(Repository.Sources(folder).SelectMany(f => f.Where(line => !IsComment(line) && impure.IsMatch(line))));
    }

    [Fact]
    public void The_worker_holds_no_sql()
    {
        var sql = new Regex("\"\\s*(select|insert into|update|delete from|create (table|schema|role|database)|alter|drop) ", RegexOptions.NonBacktracking);
        Fail(Repository.Sources("src/Worker").SelectMany(f => f.Where(line => !IsComment(line) && sql.IsMatch(line))));
    }

    [Fact]
    public void Programs_are_started_in_three_places_only()
    {
        string[] may = ["src/Worker/Hosting/ProgramRun.cs", "src/Worker/Commands/DemoCommand.cs", "src/Connectors/Transports/ClientProgram.cs"];
        Fail(Repository.Sources("src").Where(f => !may.Contains(f.Name))
            .SelectMany(f => f.Where(line => !IsComment(line) && line.Contains("Process.Start(", StringComparison.Ordinal))));
    }

    private static bool IsComment(string line) => line.TrimStart().StartsWith("//", StringComparison.Ordinal);

    private static void Fail(IEnumerable<string> lines)
    {
        string text = string.Join('\n', lines);
        Assert.True(text.Length == 0, text);
    }
}
