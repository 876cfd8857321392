using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CreditHub.Worker.Tests.Kit;

/// <summary>The demo as a person starts it, in a place of its own.</summary>
public sealed class DemoTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly string _data = Directory.CreateTempSubdirectory("credithub-demo-").FullName;

    public DemoTests() =>
        File.SetUnixFileMode(_data, File.GetUnixFileMode(_data) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Demo_agrees_with_truth_and_platforms_and_a_second_one_doubles_nothing()
    {
        var first = await DemoAsync();
        var second = await DemoAsync();

        Assert.False((bool)first["repeated"]!);
        Assert.True((bool)second["repeated"]!);
        foreach (var summary in new[] { first, second })
        {
            Assert.Empty(summary["disagreements"]!.AsArray());
            Assert.Equal(3, summary["tryNext"]!.AsArray().Count);
            Assert.All(summary["connectors"]!.AsArray(), c => Assert.True((long)c!["rejected"]! > 0 && c["reasons"]!.AsArray().Count > 0));
            Assert.All(summary["platforms"]!.AsArray(), p => Assert.True((long)p!["accepted"]! > 0));
        }

        Assert.All(first["connectors"]!.AsArray(), c => Assert.True((long)c!["new"]! > 0));
        Assert.All(second["connectors"]!.AsArray(), c => Assert.Equal(0, (long)c!["new"]!));
        Assert.All(second["platforms"]!.AsArray(), p => Assert.Equal(0, (long)p!["takenNow"]!));
        await TriedAsync(second);
    }

    /// <summary>What the demo advises to type must work as printed.</summary>
    private async Task TriedAsync(JsonNode summary)
    {
        foreach (string line in summary["tryNext"]!.AsArray().Select(c => (string)c!))
        {
            string[] words = line.Split(' ')[1..];
            var settings = (await File.ReadAllLinesAsync(Path.Combine(_data, "demo", "credithub"), Ct))
                .Where(l => l.StartsWith("export ", StringComparison.Ordinal)).Select(l => l["export ".Length..].Split('=', 2)).ToDictionary(p => p[0], p => p[1].Trim('\''));
            var (code, answer, notes) = await RunAsync(Path.Combine(AppContext.BaseDirectory, "credithub.dll"), words, settings);
            Assert.True(code == 0, $"{line} ended with {code}: {notes}");
            Assert.NotEmpty(answer);
        }
    }

    private async Task<JsonNode> DemoAsync()
    {
        var folder = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
        var program = Path.Combine(KitFiles.Root, "tests", "CreditHub.Demo", "bin", folder, "net10.0", "credithub-demo.dll");
        var (code, answer, notes) = await RunAsync(program, ["--json"], new() { ["CREDITHUB_DATA"] = _data, ["CREDITHUB_CONFIG"] = KitFiles.Config });
        Assert.True(code == 0, $"the demo ended with {code}: {notes}\n{answer}");
        return JsonNode.Parse(answer)!;
    }

    private static async Task<(int Code, string Answer, string Notes)> RunAsync(string program, string[] words, Dictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var notes = process.StandardError.ReadToEndAsync(Ct);
        var answer = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, answer, await notes);
    }
}
