using System.Diagnostics;
using System.Globalization;
using CreditHub.Worker.Hosting;
using Npgsql;

namespace CreditHub.Testing;

/// <summary>The PostgreSQL server of the tests: started or joined once for the process, left when the process ends.</summary>
internal sealed class TestServer
{
    public const string Prefix = "test_";

    private static readonly Lazy<Task<TestServer>> Shared = new(OpenAsync);
    private readonly NpgsqlDataSource _source;

    private TestServer(string connectionString)
    {
        ConnectionString = connectionString;
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 4 }.ConnectionString);
    }

    public string ConnectionString { get; }

    public static Task<TestServer> SharedAsync() => Shared.Value;

    public async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<TestServer> OpenAsync()
    {
        var given = Environment.GetEnvironmentVariable("CREDITHUB_DATABASE");
        if (given is { Length: > 0 } and not "local")
        {
            return new TestServer(given);
        }

        var directory = Path.Combine(Path.GetTempPath(), "credithub-tests-" + Environment.UserName);
        var cluster = await PrivateCluster.StartAsync(directory, _ => { }, CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.DisposeAsync().AsTask().GetAwaiter().GetResult();
        var server = new TestServer(cluster.ConnectionString);
        await HurryAsync(cluster);
        await server.SweepAsync();
        return server;
    }

    /// <summary>Data of tests need not survive a power cut; everything else is as in service. Killed programs lose nothing by it.</summary>
    private static async Task HurryAsync(PrivateCluster cluster)
    {
        string settings = Path.Combine(cluster.Home, "local.conf");
        if (!File.Exists(settings))
        {
            await File.WriteAllTextAsync(settings, "fsync = off\nfull_page_writes = off\n");
            string pid = File.ReadLines(Path.Combine(cluster.Home, "cluster", "postmaster.pid")).First();
            using var reload = Process.Start("kill", ["-HUP", pid]);
            await reload.WaitForExitAsync();
        }
    }

    /// <summary>Drops what killed test processes left behind; the process id is part of the name.</summary>
    private async Task SweepAsync()
    {
        var names = new List<string>();
        await using (var command = _source.CreateCommand($"select datname from pg_database where starts_with(datname, '{Prefix}')"))
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                names.Add(rows.GetString(0));
            }
        }

        var alive = Process.GetProcesses().Select(p => p.Id).ToHashSet();
        foreach (var name in names.Where(n => int.TryParse(n.Split('_')[1], CultureInfo.InvariantCulture, out int id) && !alive.Contains(id)))
        {
            await ExecuteAsync($"drop database if exists {name} with (force)", CancellationToken.None);
        }
    }
}
