using CreditHub.Pipelines.Runs;
using CreditHub.Worker.Settings;
using Npgsql;

namespace CreditHub.Worker.Hosting;

/// <summary>The database of the books: a private cluster or a server by connection string, checked before it is trusted.</summary>
internal sealed class HubConnection : IAsyncDisposable
{
    private const int LargestPool = 30;
    private const string NoticeDeadClients = "-c client_connection_check_interval=200ms";

    private HubConnection(PrivateCluster? cluster, string connectionString)
    {
        Cluster = cluster;
        DataSource = NpgsqlDataSource.Create(connectionString);
        ConnectionString = connectionString;
    }

    /// <summary>Our own server, or null.</summary>
    public PrivateCluster? Cluster { get; }

    /// <summary>One for the process.</summary>
    public NpgsqlDataSource DataSource { get; }

    /// <summary>With all session settings; holds the password: never shown.</summary>
    public string ConnectionString { get; }

    /// <summary>
    /// Starts or joins the private cluster, or connects. <paramref name="say"/> hears warnings. Errors:
    /// <see cref="NotReachableException"/>, with one readable line.
    /// </summary>
    public static async Task<HubConnection> OpenAsync(WorkerSettings settings, Action<string> say, CancellationToken ct)
    {
        if (!settings.IsLocal)
        {
            return new HubConnection(null, await CheckedAsync(settings, Prepared(settings.Connection), say, ct));
        }

        Directory.CreateDirectory(settings.DataDirectory);
        var cluster = await PrivateCluster.StartAsync(settings.DataDirectory, say, ct);
        return new HubConnection(cluster, Prepared(cluster.ConnectionString));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }
    }

    private static string Prepared(string connectionString)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString) { IncludeErrorDetail = false };
            builder.ApplicationName ??= "credithub";
            builder.MaxPoolSize = Math.Min(builder.MaxPoolSize, LargestPool);
            return builder.ConnectionString;
        }
        catch (ArgumentException misshapen)
        {
            throw new NotReachableException("The connection string of the database is misshapen. Write: Host=…;Port=5432;Database=…;Username=…;Password=…", misshapen);
        }
    }

    private static async Task<string> CheckedAsync(WorkerSettings settings, string connectionString, Action<string> say, CancellationToken ct)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        string where = $"{builder.Host}:{builder.Port}/{builder.Database}";
        var facts = await AskAsync(connectionString, where, ct);
        Refuse(settings, facts, where);
        if (!facts.KeepsValuesOutOfLog)
        {
            say($"Warning: the server {where} may write values of records into its log. Set log_error_verbosity=terse, log_min_error_statement=panic, log_parameter_max_length_on_error=0.");
        }

        if (facts.NoticesDeadClients)
        {
            return connectionString;
        }

        say($"Warning: the server {where} does not notice dead clients; asked for per session. Better set client_connection_check_interval=200ms there.");
        builder.Options = string.IsNullOrEmpty(builder.Options) ? NoticeDeadClients : $"{builder.Options} {NoticeDeadClients}";
        await AskAsync(builder.ConnectionString, where, ct);
        return builder.ConnectionString;
    }

    private static void Refuse(WorkerSettings settings, ServerFacts facts, string where)
    {
        string? problem = facts switch
        {
            { Major: < PostgresPrograms.OldestMajor } => $"is PostgreSQL {facts.Major}; the hub needs {PostgresPrograms.OldestMajor} or newer",
            { ReadOnly: true } => "is read-only or a standby; name the primary",
            { Utf8: false } => "does not store UTF-8; create the database with encoding UTF8",
            { KeepsPages: false } or { KeepsCommits: false } when !settings.AcceptDataLoss =>
                "may lose acknowledged data (fsync, full_page_writes or synchronous_commit is off). Switch them on, or set Database:AcceptDataLoss to true",
            _ => null,
        };
        if (problem is not null)
        {
            throw new NotReachableException($"The database {where} {problem}.");
        }
    }

    private static async Task<ServerFacts> AskAsync(string connectionString, string where, CancellationToken ct)
    {
        try
        {
            return await ServerFacts.AskAsync(connectionString, ct);
        }
        catch (Exception refused) when (refused is NpgsqlException or TimeoutException)
        {
            string code = refused is PostgresException { SqlState: { } state } ? $"SQLSTATE {state}" : refused.InnerException?.GetType().Name ?? refused.GetType().Name;
            throw new NotReachableException($"The database {where} cannot be used ({code}). Check that it runs, the address, the role and its password.", refused);
        }
    }
}
