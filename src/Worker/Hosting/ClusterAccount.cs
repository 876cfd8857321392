namespace CreditHub.Worker.Hosting;

/// <summary>The operating system account the private cluster runs under: ours, or <c>postgres</c> when we are root (the server refuses root).</summary>
internal sealed record ClusterAccount(string Name, IReadOnlyList<string> Prefix)
{
    private const string ServerAccount = "postgres";

    /// <summary>True when programs run under another account than ours.</summary>
    public bool IsOther => Prefix.Count > 0;

    /// <summary>Finds it. Errors: <see cref="NotReachableException"/> when we are root and there is no such account or no way to change to it.</summary>
    public static ClusterAccount Find()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ClusterAccount(Environment.UserName, []);
        }

        if (!File.ReadLines("/etc/passwd").Any(line => line.StartsWith(ServerAccount + ":", StringComparison.Ordinal)))
        {
            throw new NotReachableException(
                $"PostgreSQL does not run as root and there is no account '{ServerAccount}'. Create it: useradd --system --shell /bin/sh {ServerAccount}");
        }

        return new ClusterAccount(ServerAccount, Change());
    }

    /// <summary>Runs a program under this account.</summary>
    public Task<ProgramRun> RunAsync(IReadOnlyList<string> command, CancellationToken ct)
    {
        // su takes one text for its shell: the others take the list as it is.
        string[] full = Prefix is ["su", ..]
            ? [.. Prefix, string.Join(' ', command.Select(Quote))]
            : [.. Prefix, .. command];
        return ProgramRun.StartAsync(full, ct);
    }

    /// <summary>Makes a directory that only this account may enter.</summary>
    public async Task MakeOwnDirectoryAsync(string path, CancellationToken ct)
    {
        string[] owner = IsOther ? ["-o", Name] : [];
        var run = await ProgramRun.StartAsync(["install", "-d", "-m", "0700", .. owner, path], ct);
        if (run.ExitCode != 0)
        {
            throw new NotReachableException($"Cannot create {path}: {run.Output}");
        }
    }

    /// <summary>Whether this account can enter a directory, all its parents included.</summary>
    public async Task<bool> CanEnterAsync(string directory, CancellationToken ct) =>
        !IsOther || (await RunAsync(["test", "-x", directory], ct)).ExitCode == 0;

    /// <summary>A word for a shell.</summary>
    public static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static IReadOnlyList<string> Change()
    {
        if (Exists("setpriv"))
        {
            return ["setpriv", $"--reuid={ServerAccount}", $"--regid={ServerAccount}", "--init-groups", "--"];
        }

        if (Exists("runuser"))
        {
            return ["runuser", "-u", ServerAccount, "--"];
        }

        return Exists("su")
            ? ["su", "-s", "/bin/sh", ServerAccount, "-c"]
            : throw new NotReachableException("PostgreSQL does not run as root, and neither setpriv, runuser nor su is here. Install util-linux, or run as another user.");
    }

    private static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Concat(["/usr/sbin", "/usr/bin", "/sbin", "/bin"])
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
