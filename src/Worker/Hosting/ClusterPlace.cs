using System.Security.Cryptography;
using System.Text;

namespace CreditHub.Worker.Hosting;

/// <summary>
/// Where a private cluster lives. <paramref name="Home"/> is ours (lock, users, settings); <see cref="Data"/> and the sockets
/// belong to the account of the server.
/// </summary>
internal sealed record ClusterPlace(string Home, string Sockets)
{
    // A socket address holds 107 characters; the name of the socket itself takes 14.
    private const int LongestSocketDirectory = 100 - 14;

    /// <summary>The cluster itself (PGDATA).</summary>
    public string Data => Path.Combine(Home, "cluster");

    /// <summary>What the server says.</summary>
    public string Log => Path.Combine(Home, "log", "postgresql.log");

    /// <summary>
    /// <c>&lt;data&gt;/pg</c>, unless the server's account cannot enter it (a home directory of mode 0700, say): then a directory
    /// it can reach, which is told and written down in <c>&lt;data&gt;/pg/location</c> so that it is found again.
    /// </summary>
    public static async Task<ClusterPlace> ChooseAsync(string dataDirectory, ClusterAccount account, Action<string> say, CancellationToken ct)
    {
        string near = Path.Combine(Path.GetFullPath(dataDirectory), "pg");
        string note = Path.Combine(near, "location");
        Directory.CreateDirectory(near);
        if (File.Exists(note))
        {
            return At((await File.ReadAllTextAsync(note, ct)).Trim());
        }

        if (File.Exists(Path.Combine(near, "lock")) || await account.CanEnterAsync(near, ct))
        {
            return At(near);
        }

        string far = Path.Combine("/var/lib/credithub", Digest(near));
        say($"PostgreSQL's account '{account.Name}' cannot enter {near}; its files are kept under {far} instead.");
        Directory.CreateDirectory(far);
        if (!await account.CanEnterAsync(far, ct))
        {
            throw new NotReachableException(
                $"PostgreSQL's account '{account.Name}' can enter neither {near} nor {far}. Name a data directory it can reach: CREDITHUB_DATA=/srv/credithub");
        }

        await File.WriteAllTextAsync(note, far + "\n", ct);
        return At(far);
    }

    // Root must not follow links that others can lay in /tmp.
    private static string ShortParent => Environment.IsPrivilegedProcess ? "/run" : "/tmp";

    private static ClusterPlace At(string home)
    {
        string beside = Path.Combine(home, "socket");
        string sockets = Encoding.UTF8.GetByteCount(beside) <= LongestSocketDirectory
            ? beside
            : Path.Combine(ShortParent, $"credithub-{Digest(home)}");
        return new ClusterPlace(home, sockets);
    }

    private static string Digest(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12];
}
