using System.CommandLine;
using CreditHub.Worker.Admin;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands;

/// <summary><c>run</c>: the service, until SIGTERM.</summary>
internal static class RunCommand
{
    public static Command Create(CommandLine line) =>
        line.Command("run", "the service: schedule, delivery, admin endpoint; ends on SIGTERM", RunAsync);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        if (AdminEndpoint.FindWidening(Environment.GetEnvironmentVariable) is { } variable)
        {
            output.Note($"{variable} is set, but the admin endpoint listens on 127.0.0.1 only. Unset it; the port is Admin:Port (CREDITHUB__ADMIN__PORT).");
            return ExitCode.Wrong;
        }

        try
        {
            await ServeAsync(output, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // asked to stop while it was starting: that is done as well
        }

        return ExitCode.Done;
    }

    private static async Task ServeAsync(CommandOutput output, CancellationToken ct)
    {
        for (HubConfig? config = HubConfig.Load(); config is not null;)
        {
            await using var connection = await HubConnection.OpenAsync(config.Settings, output.Note, ct);
            await using var app = await WorkerHost.StartAsync(config, connection, ct);
            config = await app.WaitForStopAsync(ct);
        }
    }
}
