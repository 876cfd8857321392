using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Jobs;

/// <summary>Starts the private database again when it is gone while we work.</summary>
internal sealed class ClusterWatch(HubConnection connection, TimeProvider time, ILogger<ClusterWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (connection.Cluster is { } cluster)
        {
            await Task.Delay(Pace, time, stoppingToken);
            await LoopBoundary.TryAsync("the watch over the private database", () => LookAsync(cluster, stoppingToken), logger, stoppingToken);
        }
    }

    private async Task LookAsync(PrivateCluster cluster, CancellationToken ct)
    {
        try
        {
            if (await cluster.EnsureRunningAsync(ct))
            {
                logger.ClusterRestarted();
            }
        }
        catch (NotReachableException down)
        {
            logger.ClusterDown(down.Message);
        }
    }
}
