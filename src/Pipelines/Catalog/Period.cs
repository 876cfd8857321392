namespace CreditHub.Pipelines.Catalog;

/// <summary>Days from <paramref name="From"/> to <paramref name="To"/>, both included; null = no bound on that side.</summary>
public sealed record Period(DateOnly? From, DateOnly? To)
{
    /// <summary>No bounds.</summary>
    public static Period Always { get; } = new(null, null);

    /// <summary>Whether there is no bound at all.</summary>
    public bool IsAlways => From is null && To is null;

    /// <summary>Whether the day lies inside.</summary>
    public bool Holds(DateOnly day) => (From is not { } from || from <= day) && (To is not { } to || day <= to);

    /// <summary>Whether some day lies in both.</summary>
    public bool Overlaps(Period other) =>
        (From ?? DateOnly.MinValue) <= (other.To ?? DateOnly.MaxValue) && (other.From ?? DateOnly.MinValue) <= (To ?? DateOnly.MaxValue);
}
