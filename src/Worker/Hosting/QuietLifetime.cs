namespace CreditHub.Worker.Hosting;

/// <summary>Signals are taken in one place (<see cref="StopSignals"/>): the host does not listen for them too.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
