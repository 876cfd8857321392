using System.Globalization;

namespace CreditHub.Worker.Hosting;

/// <summary>
/// Who uses a private cluster: one file each, named by process id and held locked while in use. The lock, not the process id,
/// tells whether the user lives: the system takes it away when the process dies in any way, and ids come back.
/// </summary>
internal sealed class ClusterUsers(string home)
{
    private readonly string _folder = Path.Combine(home, "users");

    /// <summary>Registers one use; dispose to end it.</summary>
    public FileStream Enter()
    {
        Directory.CreateDirectory(_folder);
        string name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Guid.NewGuid():N}.pid");
        return new FileStream(Path.Combine(_folder, name), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
    }

    /// <summary>Whether anyone but <paramref name="self"/> uses it. Sweeps the files of the dead.</summary>
    public bool AnyOther(FileStream self)
    {
        bool any = false;
        foreach (string file in Directory.EnumerateFiles(_folder, "*.pid").Where(f => f != self.Name))
        {
            if (TryLock(file) is { } dead)
            {
                File.Delete(file);
                dead.Dispose();
            }
            else
            {
                any |= File.Exists(file);
            }
        }

        return any;
    }

    /// <summary>The lock that only one process holds while it starts or stops the cluster. Waits for it.</summary>
    public async Task<FileStream> LockAsync(TimeSpan limit, CancellationToken ct)
    {
        string file = Path.Combine(home, "lock");
        long began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (TryLock(file) is { } held)
            {
                return held;
            }

            if (TimeProvider.System.GetElapsedTime(began) > limit)
            {
                throw new NotReachableException($"Another process has been starting or stopping the database for {limit.TotalSeconds:0} s (it holds {file}). Wait, or end that process.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, ct);
        }
    }

    private static FileStream? TryLock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException)
        {
            // Held by someone else: that is the answer.
            return null;
        }
    }
}
