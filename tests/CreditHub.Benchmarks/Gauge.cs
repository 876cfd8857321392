using System.Diagnostics;
using System.Globalization;

namespace CreditHub.Benchmarks;

/// <summary>Wall clock and processor time of the server (all its processes, ended ones included) over a piece of work.</summary>
internal sealed class Gauge(int serverPid)
{
    private const double TicksPerSecond = 100; // USER_HZ
    private long _wall;
    private double _server;

    public static double OwnCpu => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;

    /// <summary>Highest resident memory of this process so far, MiB.</summary>
    public static double OwnPeak => StatusKiB("VmHWM") / 1024.0;

    public void Start()
    {
        _server = ServerCpu();
        _wall = Stopwatch.GetTimestamp();
    }

    public (double Wall, double Server) Read() => (Stopwatch.GetElapsedTime(_wall).TotalSeconds, ServerCpu() - _server);

    private double ServerCpu()
    {
        double ticks = 0;
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int pid) && Stat(pid) is { } stat
                && (pid == serverPid || stat[1] == serverPid.ToString(CultureInfo.InvariantCulture)))
            {
                // utime, stime, and for the postmaster those of children that have ended
                int last = pid == serverPid ? 14 : 12;
                for (int field = 11; field <= last; field++)
                {
                    ticks += double.Parse(stat[field], CultureInfo.InvariantCulture);
                }
            }
        }

        return ticks / TicksPerSecond;
    }

    /// <summary>Fields of /proc/pid/stat after the name: state, ppid, …; null when the process has ended.</summary>
    private static string[]? Stat(int pid)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double StatusKiB(string name)
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
