using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace CreditHub.Benchmarks;

/// <summary>
/// Runs <see cref="CheckBench"/> in this process (nothing is built again) and says rows a second of one core and bytes a row. The clock is the
/// processor time of this process: other work on the machine does not count.
/// </summary>
internal static class CheckRun
{
    /// <summary>Rows a second that the hub promises.</summary>
    public const int Promised = 250_000;

    public static int Run(bool json)
    {
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(4).WithIterationCount(12).WithInvocationCount(1).WithUnrollFactor(1).WithClock(ProcessorClock.Instance);
        var log = new AccumulationLogger();
        string results = Directory.CreateTempSubdirectory("credithub-bdn-").FullName;
        var config = ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(log).WithArtifactsPath(results).WithOptions(ConfigOptions.DisableLogFile);
        var summary = BenchmarkRunner.Run<CheckBench>(config);
        Directory.Delete(results, recursive: true);
        foreach (var report in summary.Reports)
        {
            Say(report, json);
        }

        if (!summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success))
        {
            return 0;
        }

        Console.Error.WriteLine(log.GetLog());
        return 1;
    }

    private static void Say(BenchmarkReport report, bool json)
    {
        string name = report.BenchmarkCase.Descriptor.WorkloadMethod.Name;
        if (report.ResultStatistics is not { } statistics)
        {
            Console.WriteLine($"{name}: failed");
            return;
        }

        double rows = 1e9 / statistics.Median;
        double bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
        string median = (statistics.Median / 1000).ToString("F3", CultureInfo.InvariantCulture);
        string low = (statistics.Min / 1000).ToString("F3", CultureInfo.InvariantCulture);
        string high = (statistics.Max / 1000).ToString("F3", CultureInfo.InvariantCulture);
        Console.WriteLine(json
            ? $$"""{"name":"check: {{name}}","rowsPerSecond":{{rows.ToString("F0", CultureInfo.InvariantCulture)}},"microsecondsPerRow":{{median}},"bytesPerRow":{{bytes.ToString(CultureInfo.InvariantCulture)}}}"""
            : $"{name,-7} {rows.ToString("N0", CultureInfo.InvariantCulture),9} rows/s  {median} µs a row ({low}–{high})  {bytes.ToString(CultureInfo.InvariantCulture)} B a row  {(rows / Promised).ToString("F2", CultureInfo.InvariantCulture)} × of the {Promised.ToString("N0", CultureInfo.InvariantCulture)} promised");
    }
}
