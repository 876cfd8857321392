using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace CreditHub.Worker.Hosting;

/// <summary>Creates, starts and stops one PostgreSQL server. Callers hold the cluster's lock.</summary>
internal sealed class ClusterServer(ClusterPlace place, ClusterAccount account, PostgresPrograms programs)
{
    private const int StartSeconds = 300;

    public ClusterPlace Place => place;

    /// <summary>Chooses the programs that fit the cluster, or the newest when there is none yet.</summary>
    public static async Task<ClusterServer> OpenAsync(ClusterPlace place, ClusterAccount account, Action<string> say, CancellationToken ct)
    {
        var installed = await PostgresPrograms.FindAsync(ct);
        if (installed.Count == 0)
        {
            throw new NotReachableException(
                $"No PostgreSQL server (14 or newer) is installed here. Type: {PostgresPrograms.InstallCommand}   or name a server: CREDITHUB_DATABASE='Host=…;Database=…;Username=…'");
        }

        // Asked of the account: the directory is closed to everyone else.
        var version = await account.RunAsync(["cat", Path.Combine(place.Data, "PG_VERSION")], ct);
        if (version.ExitCode != 0)
        {
            var fresh = new ClusterServer(place, account, installed[0]);
            await fresh.CreateAsync(say, ct);
            return fresh;
        }

        int major = int.Parse(version.Output, CultureInfo.InvariantCulture);
        var fitting = installed.FirstOrDefault(p => p.Major == major)
            ?? throw new NotReachableException(
                $"The database under {place.Data} was made by PostgreSQL {major}, but here are only: {string.Join(", ", installed.Select(p => p.Major))}. Install version {major} (on Debian: apt-get install postgresql-{major}) or carry it over with pg_upgrade.");
        return new ClusterServer(place, account, fitting);
    }

    /// <summary>For Npgsql, through the socket.</summary>
    public string ConnectionString(string role, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = place.Sockets,
        Username = role,
        Database = database,
        IncludeErrorDetail = false,
        Timeout = 15,
    }.ConnectionString;

    /// <summary>Whether something listens on the socket.</summary>
    public async Task<bool> AnswersAsync(CancellationToken ct)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(place.Sockets, ".s.PGSQL.5432")), ct);
            return true;
        }
        catch (SocketException)
        {
            // Nobody listens: that is the answer.
            return false;
        }
    }

    /// <summary>Starts it unless it runs. Crash recovery is waited for.</summary>
    public async Task StartAsync(Action<string> say, CancellationToken ct)
    {
        await account.MakeOwnDirectoryAsync(place.Sockets, ct);
        await account.MakeOwnDirectoryAsync(Path.GetDirectoryName(place.Log)!, ct);
        if (await ControlAsync(["status"], ct) is { ExitCode: 0 })
        {
            if (await ServesThisClusterAsync(await PidAsync(ct), ct))
            {
                return;
            }

            // The process id in the file came back as something else: the server is long dead.
            say("A file of a dead PostgreSQL server is in the way and is removed.");
            await account.RunAsync(["rm", "-f", PidFile], ct);
        }

        await WriteSettingsAsync(ct);
        string options = string.Join(' ', ((string[])["postgresql.conf", "pg_hba.conf", "pg_ident.conf"])
            .Zip(["config_file", "hba_file", "ident_file"], (file, setting) => $"-c {setting}={ClusterAccount.Quote(Path.Combine(place.Home, file))}"));
        string seconds = StartSeconds.ToString(CultureInfo.InvariantCulture);
        var run = await ControlAsync(["start", "-w", "-t", seconds, "-l", place.Log, "-o", options], ct);
        if (run.ExitCode != 0)
        {
            throw new NotReachableException($"The private database did not start: {await LastWordsAsync(run, ct)}");
        }
    }

    /// <summary>Stops it; a server that is not running is fine.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        NpgsqlConnection.ClearAllPools();
        await ControlAsync(["stop", "-w", "-m", "fast", "-t", "60"], ct);
    }

    private string PidFile => Path.Combine(place.Data, "postmaster.pid");

    private async Task CreateAsync(Action<string> say, CancellationToken ct)
    {
        say($"Creating a private PostgreSQL {programs.Major} database under {place.Data} (once).");
        // Made beside and renamed when whole: a kill in between leaves nothing that looks like a cluster.
        string half = place.Data + ".new";
        await account.MakeOwnDirectoryAsync(half, ct);
        var swept = await account.RunAsync(["find", half, "-mindepth", "1", "-delete"], ct);
        var run = swept.ExitCode != 0 ? swept : await account.RunAsync(
            [programs.Path("initdb"), "-D", half, "-U", "postgres", "--auth=peer", "--encoding=UTF8", "--locale=C", "--data-checksums"], ct);
        if (run.ExitCode != 0)
        {
            throw new NotReachableException($"The private database could not be created under {half}: {run.Output}");
        }

        Directory.Move(half, place.Data);
    }

    private async Task WriteSettingsAsync(CancellationToken ct)
    {
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        await File.WriteAllTextAsync(Path.Combine(place.Home, "postgresql.conf"), ClusterSettings.Server(place.Sockets, memory), ct);
        await File.WriteAllTextAsync(Path.Combine(place.Home, "pg_hba.conf"), ClusterSettings.Access, ct);
        await File.WriteAllTextAsync(Path.Combine(place.Home, "pg_ident.conf"), ClusterSettings.Accounts(account.Name), ct);
    }

    private Task<ProgramRun> ControlAsync(string[] words, CancellationToken ct) =>
        account.RunAsync([programs.Path("pg_ctl"), "-D", place.Data, .. words], ct);

    private async Task<int> PidAsync(CancellationToken ct)
    {
        var file = await account.RunAsync(["head", "-n", "1", PidFile], ct);
        return int.TryParse(file.Output, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0;
    }

    // A server's working directory is its cluster. What cannot be read is believed: a live server must never be taken for dead.
    private async Task<bool> ServesThisClusterAsync(int pid, CancellationToken ct)
    {
        var there = await account.RunAsync(["readlink", "-e", string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cwd")], ct);
        var here = await account.RunAsync(["readlink", "-e", place.Data], ct);
        return there.ExitCode != 0 || here.ExitCode != 0 || there.Output == here.Output;
    }

    private async Task<string> LastWordsAsync(ProgramRun run, CancellationToken ct)
    {
        var log = await account.RunAsync(["tail", "-n", "5", place.Log], ct);
        return $"{run.Output}\n{log.Output}\n(see {place.Log})";
    }
}
