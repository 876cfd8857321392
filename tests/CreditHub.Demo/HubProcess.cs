using System.Diagnostics;
using System.Text;

namespace CreditHub.Demo;

/// <summary>The real worker as a child process, with the demo's settings.</summary>
internal sealed class HubProcess(DemoPlace place, IReadOnlyDictionary<string, string> environment, Action<string> say)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs a command to its end. The exit code and what it wrote as its answer.</summary>
    public async Task<(int Code, string Answer)> RunAsync(CancellationToken ct, params string[] words)
    {
        using var process = Start(words);
        var answer = new StringBuilder();
        process.OutputDataReceived += (_, line) => answer.AppendLine(line.Data);
        process.BeginOutputReadLine();
        await WaitAsync(process, ct);
        return (process.ExitCode, answer.ToString());
    }

    /// <summary>Starts the service; ended by <see cref="StopAsync"/>.</summary>
    public Process StartService()
    {
        var process = Start(["run"]);
        process.OutputDataReceived += (_, line) => Say(line.Data);
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>Asks the process to finish, waits, and ends it by force only if it does not.</summary>
    public static async Task StopAsync(Process process)
    {
        if (process.HasExited)
        {
            return;
        }

        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(CancellationToken.None);
        }

        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Writes the script with which a person goes on looking afterwards.</summary>
    public void WriteScript()
    {
        var lines = Variables().Select(v => $"export {v.Key}='{v.Value.Replace("'", "'\\''", StringComparison.Ordinal)}'");
        File.WriteAllText(place.Script, $"#!/bin/sh\n# The hub's command line with the settings of the demo.\n{string.Join('\n', lines)}\nexec '{Path.Combine(place.Home, "credithub")}' \"$@\"\n");
        File.SetUnixFileMode(place.Script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static async Task WaitAsync(Process process, CancellationToken ct)
    {
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(process);
            throw;
        }
    }

    private Process Start(string[] words)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(host, [Path.Combine(AppContext.BaseDirectory, "credithub.dll"), .. words])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = place.Home,
        };
        foreach (var (name, value) in Variables())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        process.ErrorDataReceived += (_, line) => Say(line.Data);
        process.BeginErrorReadLine();
        return process;
    }

    private void Say(string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            say(line);
        }
    }

    private Dictionary<string, string> Variables() => new(environment)
    {
        ["CREDITHUB_HOME"] = place.Home,
        ["CREDITHUB_CONFIG"] = place.Config,
        ["CREDITHUB_DATA"] = place.Data,
        ["CREDITHUB_DATABASE"] = "local",
    };
}
