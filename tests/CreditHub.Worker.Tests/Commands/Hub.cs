using System.Diagnostics;
using CreditHub.Worker.Tests.EndToEnd;

namespace CreditHub.Worker.Tests.Commands;

/// <summary>The built program as a person starts it, with a home of its own.</summary>
internal sealed class Hub : IDisposable
{
    private readonly Dictionary<string, string> _environment = [];

    public Hub(params string[] connectors)
    {
        Home = Path.Combine(Path.GetTempPath(), $"ch-{Guid.NewGuid():N}"[..12]);
        Directory.CreateDirectory(Home);
        Admin.ShippedConfig.CopyTo(Config, connectors);
    }

    public string Home { get; }

    public string Config => Path.Combine(Home, "config");

    public string Data => Path.Combine(Home, "data");

    public void Set(string variable, string value) => _environment[variable] = value;

    public Process Start(params string[] words)
    {
        var start = BuiltProgram.Words(words);
        start.Environment["CREDITHUB_CONFIG"] = Config;
        start.Environment["CREDITHUB_DATA"] = Data;
        start.Environment["CREDITHUB__ADMIN__PORT"] = "0";
        foreach (var (variable, value) in _environment)
        {
            start.Environment[variable] = value;
        }

        return Process.Start(start)!;
    }

    public async Task<(int Code, string Answer, string Notes)> RunAsync(CancellationToken ct, params string[] words)
    {
        using var process = Start(words);
        var answer = process.StandardOutput.ReadToEndAsync(ct);
        var notes = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await answer, await notes);
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);
}
