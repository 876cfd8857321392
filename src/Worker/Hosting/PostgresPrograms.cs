using System.Globalization;
using System.Text.RegularExpressions;

namespace CreditHub.Worker.Hosting;

/// <summary>The PostgreSQL server programs (initdb, pg_ctl, postgres) of one installation. <paramref name="Major"/> is its major version.</summary>
internal sealed partial record PostgresPrograms(string Directory, int Major)
{
    /// <summary>Oldest version the hub works with.</summary>
    public const int OldestMajor = 14;

    /// <summary>How to get them, as one command to type.</summary>
    public static string InstallCommand => (Environment.IsPrivilegedProcess ? "" : "sudo ") + Package;

    private static string Package =>
        File.Exists("/usr/bin/apt-get") ? "apt-get install -y postgresql"
        : File.Exists("/usr/bin/dnf") ? "dnf install -y postgresql-server"
        : File.Exists("/sbin/apk") ? "apk add postgresql"
        : File.Exists("/usr/bin/zypper") ? "zypper install -y postgresql-server"
        : "your-package-manager install postgresql-server";

    /// <summary>Path of one program.</summary>
    public string Path(string program) => System.IO.Path.Combine(Directory, program);

    /// <summary>
    /// All complete installations, newest first: those of PATH and of the places where distributions put them. A folder that
    /// only links to another counts once.
    /// </summary>
    public static async Task<IReadOnlyList<PostgresPrograms>> FindAsync(CancellationToken ct)
    {
        var found = new Dictionary<string, PostgresPrograms>(StringComparer.Ordinal);
        foreach (string folder in Folders())
        {
            string server = System.IO.Path.Combine(folder, "postgres");
            if (!File.Exists(server) || !File.Exists(System.IO.Path.Combine(folder, "initdb")) || !File.Exists(System.IO.Path.Combine(folder, "pg_ctl")))
            {
                continue;
            }

            string real = System.IO.Path.GetDirectoryName(File.ResolveLinkTarget(server, returnFinalTarget: true)?.FullName ?? server)!;
            if (!found.ContainsKey(real) && await MajorAsync(System.IO.Path.Combine(real, "postgres"), ct) is { } major)
            {
                found[real] = new PostgresPrograms(real, major);
            }
        }

        return [.. found.Values.Where(p => p.Major >= OldestMajor).OrderByDescending(p => p.Major)];
    }

    private static IEnumerable<string> Folders()
    {
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        var known = path.Split(':', StringSplitOptions.RemoveEmptyEntries).ToList();
        foreach (string root in (string[])["/usr/lib/postgresql", "/usr/libexec", "/usr/lib", "/opt"])
        {
            if (System.IO.Directory.Exists(root))
            {
                string pattern = root == "/usr/lib/postgresql" ? "*" : "p*g*sql*";
                known.AddRange(System.IO.Directory.EnumerateDirectories(root, pattern).Select(d => System.IO.Path.Combine(d, "bin")));
            }
        }

        known.AddRange(Enumerable.Range(OldestMajor, 12).Reverse().Select(v => $"/usr/pgsql-{v}/bin"));
        return known.Distinct(StringComparer.Ordinal);
    }

    private static async Task<int?> MajorAsync(string server, CancellationToken ct)
    {
        var run = await ProgramRun.StartAsync([server, "--version"], ct);
        var match = VersionText().Match(run.Output);
        return run.ExitCode == 0 && match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex(@"PostgreSQL\) ([0-9]+)", RegexOptions.NonBacktracking)]
    private static partial Regex VersionText();
}
