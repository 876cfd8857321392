using CreditHub.Testing.Truth;
using CreditHub.Worker.Hosting;
using Npgsql;

namespace CreditHub.Benchmarks;

/// <summary>A directory, a private cluster and a configuration of one connector and one platform, all thrown away at the end.</summary>
internal sealed class BenchPlace : IAsyncDisposable
{
    private readonly PrivateCluster _cluster;

    private BenchPlace(string root, PrivateCluster cluster)
    {
        Root = root;
        _cluster = cluster;
    }

    public string Root { get; }

    public string Config => Path.Combine(Root, "config");

    public string Inbox => Path.Combine(Root, "data", "inbox", "penalties");

    public int ServerPid { get; private set; }

    public static async Task<BenchPlace> OpenAsync(Action<string> say)
    {
        string root = Directory.CreateTempSubdirectory("credithub-bench-").FullName;
        // open to PostgreSQL's account, so that the cluster stays inside and goes with it
        File.SetUnixFileMode(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var place = new BenchPlace(root, await PrivateCluster.StartAsync(Path.Combine(root, "data"), say, CancellationToken.None));
        await using var source = NpgsqlDataSource.Create(place._cluster.ConnectionString);
        place.ServerPid = await PostmasterAsync(source);
        place.WriteConfig();
        return place;
    }

    public async Task<string> NewDatabaseAsync(string name)
    {
        await using var source = NpgsqlDataSource.Create(_cluster.ConnectionString);
        foreach (string sql in (string[])[$"drop database if exists {name} with (force)", $"create database {name}"])
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        return new NpgsqlConnectionStringBuilder(_cluster.ConnectionString) { Database = name, Pooling = name != "floor" }.ConnectionString;
    }

    /// <summary>A new file for the connector, put there by renaming.</summary>
    public string Drop(string name, string file)
    {
        Directory.CreateDirectory(Inbox);
        string target = Path.Combine(Inbox, name);
        File.Copy(file, target + ".part", overwrite: true);
        File.SetLastWriteTimeUtc(target + ".part", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.Move(target + ".part", target, overwrite: true);
        return target;
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }

    private static async Task<int> PostmasterAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select pg_backend_pid()");
        int backend = (int)(await command.ExecuteScalarAsync())!;
        string stat = await File.ReadAllTextAsync($"/proc/{backend}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private void WriteConfig()
    {
        ShippedConfig.CopyCatalog(Config);
        Directory.CreateDirectory(Path.Combine(Config, "connectors"));
        Directory.CreateDirectory(Path.Combine(Config, "platforms"));
        File.WriteAllText(Path.Combine(Config, "connectors", "penalties.json"),
            """
            { "name": "penalties", "supplier": { "code": "bench", "name": "测量" }, "dataset": "SGS_XZCF", "edition": "2019",
              "source": { "kind": "FileDrop", "directory": "inbox/penalties", "pattern": "*.csv", "stableSeconds": 0 },
              "decoder": { "kind": "Csv", "encoding": "UTF-8", "separator": "," } }
            """);
        File.WriteAllText(Path.Combine(Config, "platforms", "instant.json"),
            """
            { "name": "instant", "title": "即时应答平台", "kind": "PlatformApi",
              "settings": { "address": "env:BENCH_PLATFORM", "clientId": "hub", "clientSecret": "env:BENCH_SECRET" },
              "datasets": ["*"], "disclosure": ["社会公开"], "publishes": false,
              "limits": { "maxRecords": 500, "maxBytes": 2097152, "requestsPerMinute": 100000, "maxInFlight": 4 } }
            """);
    }

    public string WriteFile(string name, int rows, double changedShare = 0, int seed = 1)
    {
        string path = Path.Combine(Root, name);
        PenaltyFile.Write(path, rows, seed, changedShare: changedShare);
        return path;
    }
}
