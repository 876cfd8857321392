namespace CreditHub.Worker.Hosting;

/// <summary>Settings of a private cluster, written at every start so that a newer program brings its own. An administrator's wishes go into <c>local.conf</c> beside them.</summary>
internal static class ClusterSettings
{
    /// <summary>Who may connect: processes of this machine through the socket, as the account they run under.</summary>
    public const string Access = "local all all peer map=hub\n";

    /// <summary>Which account may be which role.</summary>
    public static string Accounts(string server) =>
        string.Concat(new[] { Environment.UserName, server }.Distinct(StringComparer.Ordinal)
            .SelectMany(account => new[] { $"hub \"{account}\" credithub\n", $"hub \"{account}\" postgres\n" }));

    /// <summary>The server's settings.</summary>
    public static string Server(string sockets, long memoryBytes) => $"""
        # Written by credithub at every start. Put own settings into local.conf beside this file.
        listen_addresses = ''
        unix_socket_directories = {Literal(sockets)}
        unix_socket_permissions = 0700
        max_connections = 100
        # nothing acknowledged is lost when the machine dies
        fsync = on
        full_page_writes = on
        synchronous_commit = on
        # a statement of a killed worker ends at once instead of committing later
        client_connection_check_interval = 200ms
        # values of records stay out of the server's log
        log_error_verbosity = terse
        log_min_error_statement = panic
        log_parameter_max_length_on_error = 0
        log_line_prefix = '%m [%p] %q%a '
        log_timezone = 'UTC'
        # no one waits for ever
        idle_in_transaction_session_timeout = 60s
        lock_timeout = 30s
        # bulk loads
        shared_buffers = {(memoryBytes >= 2L << 30 ? "256MB" : "64MB")}
        max_wal_size = 4GB
        min_wal_size = 512MB
        wal_compression = on
        checkpoint_timeout = 15min
        maintenance_work_mem = 128MB
        # a first load is followed by questions at once: statistics must not be a minute away, and compiling a query costs more than running it
        autovacuum_naptime = 10s
        jit = off
        random_page_cost = 1.1
        timezone = 'UTC'
        datestyle = 'iso, ymd'
        lc_messages = 'C'
        include_if_exists 'local.conf'

        """;

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
