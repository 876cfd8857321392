using CreditHub.Worker.Hosting;
using Npgsql;

namespace CreditHub.Worker.Jobs;

/// <summary>
/// The boundary of one round of what runs as long as the service: whatever goes wrong in it is told and the next round comes. An exception that passed it
/// would stop the whole service, and a feed or a platform is no reason for that.
/// </summary>
internal static class LoopBoundary
{
    /// <summary>False: it failed. Throws only <see cref="OperationCanceledException"/> when asked to stop.</summary>
    public static async Task<bool> TryAsync(string loop, Func<Task> round, ILogger logger, CancellationToken ct)
    {
        try
        {
            await round();
            return true;
        }
        catch (NpgsqlException away)
        {
            logger.RoundPutOff(loop, (away as PostgresException)?.SqlState ?? away.GetType().Name);
            return false;
        }
        catch (Exception failed) when (!ct.IsCancellationRequested)
        {
            logger.RoundFailed(loop, SafeFault.Describe(failed));
            return false;
        }
    }
}
