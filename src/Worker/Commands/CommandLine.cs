using System.CommandLine;
using CreditHub.Pipelines.Model;
using CreditHub.Worker.Hosting;
using Npgsql;

namespace CreditHub.Worker.Commands;

/// <summary>Runs the body of a command and turns what can go wrong into one readable text and an exit code.</summary>
internal sealed class CommandLine
{
    /// <summary>Understood by every command.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "answer as JSON", Recursive = true };

    /// <summary>A command with a body.</summary>
    public Command Command(string name, string description, Func<ParseResult, CommandOutput, CancellationToken, Task<int>> body, params Symbol[] parts)
    {
        var command = new Command(name, description);
        foreach (var part in parts)
        {
            if (part is Option option)
            {
                command.Add(option);
            }
            else
            {
                command.Add((Argument)part);
            }
        }

        command.SetAction((words, ct) => RunAsync(words, body, ct));
        return command;
    }

    private async Task<int> RunAsync(ParseResult words, Func<ParseResult, CommandOutput, CancellationToken, Task<int>> body, CancellationToken ct)
    {
        var streams = words.InvocationConfiguration;
        var output = new CommandOutput(streams.Output, streams.Error, words.GetValue(Json), !Console.IsErrorRedirected);
        try
        {
            return await body(words, output, ct);
        }
        catch (ConfigRefusedException refused)
        {
            FindingLines.Write(output, refused.Findings);
            return ExitCode.Wrong;
        }
        catch (NotReachableException missing)
        {
            return Told(output, missing.Message, ExitCode.NotReachable);
        }
        catch (ConnectorException failed)
        {
            return Told(output, failed.OperatorMessage, failed.Kind == FailureKind.Payload ? ExitCode.Failed : ExitCode.NotReachable);
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            return Told(output, $"The database cannot be used now ({SafeFault.Describe(away)}). Nothing is lost; try again.", ExitCode.NotReachable);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return Told(output, "Stopped. What was finished is kept; the next run continues from there.", ExitCode.Failed);
        }
        catch (Exception defect)
        {
            // The boundary of a command: the text of an unknown exception may carry values of records, its type and place do not.
            return Told(output, $"A defect of this program: {SafeFault.Describe(defect)}", ExitCode.Failed);
        }
    }

    private static int Told(CommandOutput output, string text, int code)
    {
        output.EndProgress();
        output.Note(text);
        output.Document(new { error = text, exitCode = code });
        return code;
    }
}
