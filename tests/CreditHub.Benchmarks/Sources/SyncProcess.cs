using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CreditHub.Benchmarks.Sources;

/// <summary>The real worker as a process of its own: <c>credithub sync CONNECTOR --wait</c>.</summary>
internal static class SyncProcess
{
    /// <summary>Outcome when the worker would not even begin.</summary>
    public const string NoRun = "no run";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    /// <summary>What the run counted, how it ended, and the highest resident memory of the process.</summary>
    public static async Task<SyncAnswer> RunAsync(string connector, IReadOnlyDictionary<string, string> environment)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(host, [Path.Combine(AppContext.BaseDirectory, "credithub.dll"), "sync", connector, "--wait", "--json"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        long began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var answer = process.StandardOutput.ReadToEndAsync();
        var notes = process.StandardError.ReadToEndAsync();
        double peak = 0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, Peak(process.Id));
            await Task.Delay(Look);
        }

        double wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
        string text = await answer;
        return text.StartsWith('[') ? Read(JsonDocument.Parse(text).RootElement[0], wall, peak) : new SyncAnswer(NoRun, text + await notes, 0, 0, wall, peak);
    }

    private static SyncAnswer Read(JsonElement run, double wall, double peak)
    {
        var counts = run.GetProperty("counts");
        return new(run.GetProperty("outcome").GetString()!, run.GetProperty("message").GetString()!, counts.GetProperty("read").GetInt64(), counts.GetProperty("new").GetInt64(), wall, peak);
    }

    /// <summary>MiB; 0 when the process is ending.</summary>
    private static double Peak(int process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
