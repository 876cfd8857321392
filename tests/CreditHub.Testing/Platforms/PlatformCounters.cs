namespace CreditHub.Testing.Platforms;

/// <summary>Totals since the first line of the platform's log. Records are counted when decided, not when repeated.</summary>
public sealed record PlatformCounters(
    long Requests, long Packets, long Repeats, long Records, long Accepted, long Duplicate, long Stale, long Rejected, long Published, long Withdrawn);
