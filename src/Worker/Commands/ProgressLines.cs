using CreditHub.Pipelines.Runs;

namespace CreditHub.Worker.Commands;

/// <summary>Progress for people: a line that replaces itself on a terminal, else a plain line every few seconds.</summary>
internal sealed class ProgressLines(CommandOutput output, TimeProvider time) : IProgress<RunProgress>, IProgress<RelayProgress>
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Plain = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private long _last = time.GetTimestamp();

    public void Report(RunProgress value) =>
        Show($"{value.Connector}: {value.Step} {value.Done:N0}{(value.Total is { } total ? $" of {total:N0}" : "")}");

    public void Report(RelayProgress value) =>
        Show($"{value.Platform}: {value.Settled:N0} settled{(value.Pending >= 0 ? $", {value.Pending:N0} to go" : "")}");

    private void Show(string line)
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_last) >= (output.Terminal ? OnTerminal : Plain))
            {
                _last = time.GetTimestamp();
                output.Progress(line);
            }
        }
    }
}
