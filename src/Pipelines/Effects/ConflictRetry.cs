using Npgsql;

namespace CreditHub.Pipelines.Effects;

/// <summary>Does a whole transaction again when it met another one of the same records: a deadlock, or a lock that was held too long.</summary>
internal static class ConflictRetry
{
    private const int Tries = 5;

    public static async Task<T> RunAsync<T>(Func<Task<T>> transaction, TimeProvider time, CancellationToken ct)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await transaction();
            }
            catch (PostgresException e) when (attempt < Tries && e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50 << attempt), time, ct);
            }
        }
    }
}
