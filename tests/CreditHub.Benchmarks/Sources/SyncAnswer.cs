namespace CreditHub.Benchmarks.Sources;

/// <summary>How a run ended. Seconds of the whole process, start and subjects included; peak in MiB.</summary>
internal sealed record SyncAnswer(string Outcome, string Message, long Read, long New, double Wall, double PeakMiB);
