using System.Diagnostics;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>How tests start the built program: heard, and with no setting of whoever runs the tests.</summary>
internal static class BuiltProgram
{
    public static ProcessStartInfo Words(params IEnumerable<string> words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "credithub.dll"), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in start.Environment.Keys.Where(k => k.StartsWith("CREDITHUB", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(variable);
        }

        // Starts are most of what these tests take: so short a life is not worth compiling its code a second time.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "100";
        return start;
    }
}
