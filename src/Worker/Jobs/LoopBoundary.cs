using CreditHub.Worker.Hosting;
using Npgsql;

namespace CreditHub.Worker.Jobs;

/// <summary>
/// The boundary of one round of what runs as long as the service: whatever goes wrong in it is told and the next round comes. An exception that passed it
/// would stop the whole service, and a feed or a platform is no reason for that.
/// </summary>
internal static class LoopBoundary
{
    /// <summary>One round after another until asked to stop, the first after <paramref name="first"/>.</summary>
    public static async Task RepeatAsync(string loop, TimeSpan first, TimeSpan pace, Func<Task> round, TimeProvider time, ILogger logger, CancellationToken ct)
    {
        await Task.Delay(first, time, ct);
        while (true)
        {
            await TryAsync(loop, round, logger, ct);
            await Task.Delay(pace, time, ct);
        }
    }

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
