using System.Diagnostics;
using CreditHub.Worker.Hosting;
using Npgsql;

namespace CreditHub.Worker.Tests.Hosting;

/// <summary>Against the PostgreSQL programs of this machine.</summary>
public sealed class PrivateClusterTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task First_use_creates_a_server_that_keeps_what_it_acknowledges()
    {
        using var directory = new ClusterDirectory();
        await using var cluster = await StartAsync(directory);

        Assert.Equal("on", await AskAsync(cluster, "show data_checksums"));
        Assert.Equal("on", await AskAsync(cluster, "show fsync"));
        Assert.Equal("on", await AskAsync(cluster, "show synchronous_commit"));
        Assert.Equal("UTF8", await AskAsync(cluster, "show server_encoding"));
        Assert.Equal("C", await AskAsync(cluster, "select datcollate from pg_database where datname = current_database()"));
        Assert.Equal("200ms", await AskAsync(cluster, "show client_connection_check_interval"));
        Assert.Equal("terse", await AskAsync(cluster, "show log_error_verbosity"));
        Assert.Equal("panic", await AskAsync(cluster, "show log_min_error_statement"));
        Assert.Equal("", await AskAsync(cluster, "show listen_addresses"));
        Assert.Equal("off", await AskAsync(cluster, "show is_superuser"));
    }

    [Fact]
    public async Task Starts_at_once_share_one_server_and_the_last_user_stops_it()
    {
        using var directory = new ClusterDirectory();
        var clusters = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartAsync(directory)));
        Assert.Single(clusters.Select(c => c.ConnectionString).Distinct());

        await clusters[0].DisposeAsync();
        await clusters[1].DisposeAsync();
        Assert.Equal("1", await AskAsync(clusters[2], "select 1::text"));

        await clusters[2].DisposeAsync();
        Assert.Null(directory.Server());
    }

    [Fact]
    public async Task A_user_that_died_does_not_keep_the_server_and_its_data_survives()
    {
        using var directory = new ClusterDirectory();
        await using (var first = await StartAsync(directory))
        {
            await AskAsync(first, "create table kept (n int); insert into kept values (7) returning n::text");
            // What a killed worker leaves: a file nobody holds.
            await File.WriteAllTextAsync(Path.Combine(first.Home, "users", "999999-dead.pid"), "", Ct);
        }

        Assert.Null(directory.Server());
        await using var second = await StartAsync(directory);
        Assert.Equal("7", await AskAsync(second, "select n::text from kept"));
        Assert.Single(Directory.GetFiles(Path.Combine(second.Home, "users")));
    }

    [Fact]
    public async Task A_server_that_was_killed_is_recovered_by_the_next_start()
    {
        using var directory = new ClusterDirectory();
        await using var first = await StartAsync(directory);
        await AskAsync(first, "create table kept (n int); insert into kept values (7) returning n::text");
        var server = directory.Server()!;
        server.Kill();
        await server.WaitForExitAsync(Ct);
        NpgsqlConnection.ClearAllPools();

        await using var second = await StartAsync(directory);
        Assert.Equal("7", await AskAsync(second, "select n::text from kept"));
    }

    [Fact]
    public async Task A_process_id_file_whose_number_now_belongs_to_something_else_is_removed()
    {
        using var directory = new ClusterDirectory();
        await (await StartAsync(directory)).DisposeAsync();
        using var stranger = Process.Start(Stranger())!;
        try
        {
            string file = Path.Combine(directory.Cluster, "postmaster.pid");
            await File.WriteAllTextAsync(file, $"{stranger.Id}\n{directory.Cluster}\n1\n5432\n/nowhere\n*\n1 1\nready   \n", Ct);
            var told = new List<string>();
            await using var cluster = await PrivateCluster.StartAsync(directory.Path, told.Add, Ct);
            Assert.Equal("1", await AskAsync(cluster, "select 1::text"));
            Assert.Contains(told, line => line.Contains("dead PostgreSQL", StringComparison.Ordinal));
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public async Task A_kill_while_creating_leaves_nothing_in_the_way()
    {
        using var directory = new ClusterDirectory();
        string half = Directory.CreateDirectory(directory.Cluster + ".new").FullName;
        await File.WriteAllTextAsync(Path.Combine(half, "PG_VERSION"), "15\n", Ct);

        await using var cluster = await StartAsync(directory);
        Assert.Equal("1", await AskAsync(cluster, "select 1::text"));
    }

    [Fact]
    public async Task A_cluster_of_a_version_that_is_not_installed_is_refused_with_the_command_to_type()
    {
        using var directory = new ClusterDirectory();
        Directory.CreateDirectory(directory.Cluster);
        await File.WriteAllTextAsync(Path.Combine(directory.Cluster, "PG_VERSION"), "9\n", Ct);

        var refused = await Assert.ThrowsAsync<NotReachableException>(() => StartAsync(directory));
        Assert.Contains("apt-get install postgresql-9", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_too_long_for_a_socket_gets_a_short_one()
    {
        using var directory = new ClusterDirectory(new string('d', 90));
        await using var cluster = await StartAsync(directory);
        Assert.Equal("1", await AskAsync(cluster, "select 1::text"));
        string sockets = new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Host!;
        Assert.InRange(sockets.Length, 1, 60);
        await cluster.DisposeAsync();
        Directory.Delete(sockets, recursive: true);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_data_directory_closed_to_the_server_account_moves_the_cluster_and_says_where()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root has another account for the server");
        using var directory = new ClusterDirectory("closed");
        File.SetUnixFileMode(directory.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var told = new List<string>();
        string home;
        await using (var cluster = await PrivateCluster.StartAsync(directory.Path, told.Add, Ct))
        {
            home = cluster.Home;
            Assert.StartsWith("/var/lib/credithub/", home, StringComparison.Ordinal);
            Assert.Contains(told, line => line.Contains(home, StringComparison.Ordinal));
        }

        // Found again by its note, also when the directory has moved.
        Directory.Move(directory.Path, directory.Path + "2");
        await using (var again = await PrivateCluster.StartAsync(directory.Path + "2", told.Add, Ct))
        {
            Assert.Equal(home, again.Home);
        }

        Directory.Delete(home, recursive: true);
    }

    private static Task<PrivateCluster> StartAsync(ClusterDirectory directory) =>
        PrivateCluster.StartAsync(directory.Path, _ => { }, Ct);

    private static async Task<string?> AskAsync(PrivateCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync(Ct);
    }

    private static ProcessStartInfo Stranger() => Environment.IsPrivilegedProcess
        ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", "--", "sleep", "60"])
        : new ProcessStartInfo("sleep", ["60"]);
}
