using CreditHub.Pipelines.Runs;
using Npgsql;

namespace CreditHub.Worker.Hosting;

/// <summary>
/// A PostgreSQL server of our own under the data directory: created on first use from the programs on this machine, reachable
/// through a socket only, shared by all workers with that data directory and stopped by the last of them. Guarantee: a worker
/// killed in any way leaves a running server, which the next start uses; two starts at once make one server.
/// </summary>
public sealed class PrivateCluster : IAsyncDisposable
{
    private static readonly TimeSpan LockLimit = TimeSpan.FromMinutes(5);

    private readonly ClusterServer _server;
    private readonly ClusterUsers _users;
    private FileStream? _use;

    private PrivateCluster(ClusterServer server, ClusterUsers users, FileStream use)
    {
        _server = server;
        _users = users;
        _use = use;
    }

    /// <summary>For Npgsql: role <c>credithub</c>, database <c>credithub</c>, no password (the socket knows the account).</summary>
    public string ConnectionString => _server.ConnectionString("credithub", "credithub");

    /// <summary>The directory of the cluster, its sockets, settings and log.</summary>
    public string Home => _server.Place.Home;

    /// <summary>
    /// Starts it or joins the running one. <paramref name="say"/> hears what takes long and what a person should know.
    /// Errors: <see cref="NotReachableException"/> with the command to type.
    /// </summary>
    public static async Task<PrivateCluster> StartAsync(string dataDirectory, Action<string> say, CancellationToken ct)
    {
        try
        {
            return await JoinAsync(dataDirectory, say, ct);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new NotReachableException($"The database under {dataDirectory} belongs to another account: {denied.Message} Run as that account, or name another directory with CREDITHUB_DATA.", denied);
        }
    }

    /// <summary>Starts the server again if it no longer answers; true when it had to. Errors: <see cref="NotReachableException"/>.</summary>
    public async Task<bool> EnsureRunningAsync(CancellationToken ct)
    {
        if (await _server.AnswersAsync(ct) || _use is null)
        {
            return false;
        }

        await using var held = await _users.LockAsync(LockLimit, ct);
        await _server.StartAsync(_ => { }, ct);
        return true;
    }

    /// <summary>Ends this use; the last user stops the server (fast: transactions end, nothing is lost).</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _use, null) is not { } use)
        {
            return;
        }

        await using var held = await _users.LockAsync(LockLimit, CancellationToken.None);
        bool last = !_users.AnyOther(use);
        await use.DisposeAsync();
        if (last)
        {
            await _server.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<PrivateCluster> JoinAsync(string dataDirectory, Action<string> say, CancellationToken ct)
    {
        var account = ClusterAccount.Find();
        var place = await ClusterPlace.ChooseAsync(dataDirectory, account, say, ct);
        var users = new ClusterUsers(place.Home);
        await using var held = await users.LockAsync(LockLimit, ct);
        var use = users.Enter();
        try
        {
            var server = await ClusterServer.OpenAsync(place, account, say, ct);
            await server.StartAsync(say, ct);
            await HubRole.EnsureAsync(server.ConnectionString("postgres", "postgres"), ct);
            return new PrivateCluster(server, users, use);
        }
        catch (NpgsqlException refused)
        {
            await use.DisposeAsync();
            throw new NotReachableException($"The private database does not answer ({refused.SqlState ?? refused.GetType().Name}); see {place.Log}", refused);
        }
        catch
        {
            await use.DisposeAsync();
            throw;
        }
    }
}
