using System.Diagnostics;

namespace CreditHub.Worker.Tests.Hosting;

/// <summary>A data directory that PostgreSQL's account can enter; gone afterwards.</summary>
internal sealed class ClusterDirectory : IDisposable
{
    public ClusterDirectory(string below = "")
    {
        Root = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"ch-{Guid.NewGuid():N}"[..12]);
        Path = System.IO.Path.Combine(Root, below);
        Directory.CreateDirectory(Path);
    }

    public string Root { get; }

    public string Path { get; }

    public string Cluster => System.IO.Path.Combine(Path, "pg", "cluster");

    public int ServerPid() => int.Parse(File.ReadLines(System.IO.Path.Combine(Cluster, "postmaster.pid")).First(), null);

    /// <summary>The server's main process, by its own process id file; null when it is not running.</summary>
    public Process? Server()
    {
        string file = System.IO.Path.Combine(Cluster, "postmaster.pid");
        try
        {
            return File.Exists(file) ? Process.GetProcessById(ServerPid()) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        Server()?.Kill();
        Directory.Delete(Root, recursive: true);
    }
}
