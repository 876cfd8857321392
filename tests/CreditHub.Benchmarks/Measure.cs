namespace CreditHub.Benchmarks;

/// <summary>One measured piece of work. Seconds; peak memory in MiB of the process that did it, 0 where it is psql's.</summary>
internal sealed record Measure(string Name, int Rows, double Wall, double WorkerCpu, double ServerCpu, double PeakMiB)
{
    public double RowsPerSecond => Rows / Wall;
}
