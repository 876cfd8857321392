using System.ComponentModel;
using System.Diagnostics;

namespace CreditHub.Worker.Hosting;

/// <summary>How a program of this machine ended. <paramref name="Output"/> is what it wrote to both streams.</summary>
internal sealed record ProgramRun(int ExitCode, string Output)
{
    /// <summary>The only place that starts programs. Arguments are passed as a list, never through a shell.</summary>
    public static async Task<ProgramRun> StartAsync(IReadOnlyList<string> command, CancellationToken ct)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        };
        foreach (string argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        // Answers are read by people and compared by us: one language.
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var error = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return new ProgramRun(process.ExitCode, (await output + await error).Trim());
        }
        catch (Win32Exception)
        {
            return new ProgramRun(127, $"{command[0]}: not found or not executable");
        }
    }
}
