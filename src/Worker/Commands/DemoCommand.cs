using System.CommandLine;
using System.Diagnostics;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands;

/// <summary><c>demo</c>: the complete trial. The demo program is no part of the worker; it comes with a checkout.</summary>
internal static class DemoCommand
{
    private static readonly Argument<string[]> Rest = new("options") { Description = "options of the demo, such as --keep", Arity = ArgumentArity.ZeroOrMore };

    public static Command Create(CommandLine line)
    {
        var command = line.Command("demo", "a complete trial on this machine with simulated suppliers and platforms", RunAsync, Rest);
        command.TreatUnmatchedTokensAsErrors = false;
        return command;
    }

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        string home = Environment.GetEnvironmentVariable("CREDITHUB_HOME") ?? Environment.CurrentDirectory;
        string? program = ((string[])["Release", "Debug"])
            .Select(c => Path.Combine(home, "tests", "CreditHub.Demo", "bin", c, "net10.0", "credithub-demo.dll"))
            .FirstOrDefault(File.Exists);
        if (program is null)
        {
            throw new NotReachableException("The demo program is not built here. Type, at the root of a checkout: ./credithub demo");
        }

        using var demo = Process.Start(new ProcessStartInfo("dotnet", [program, .. words.GetValue(Rest)!, .. words.UnmatchedTokens]))!;
        await demo.WaitForExitAsync(ct);
        return demo.ExitCode;
    }
}
