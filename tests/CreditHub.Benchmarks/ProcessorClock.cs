using Perfolizer.Horology;

namespace CreditHub.Benchmarks;

/// <summary>Processor time of this process in microseconds: what one core needs, however busy the machine is with other things.</summary>
internal sealed class ProcessorClock : IClock
{
    public static ProcessorClock Instance { get; } = new();

    public string Title => "processor";

    public bool IsAvailable => true;

    public Frequency Frequency => Frequency.MHz;

    public long GetTimestamp() => (long)Environment.CpuUsage.TotalTime.TotalMicroseconds;
}
