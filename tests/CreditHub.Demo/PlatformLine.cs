namespace CreditHub.Demo;

/// <summary>One platform in the summary: the hub's books beside the platform's own.</summary>
internal sealed record PlatformLine(string Platform, string Title)
{
    /// <summary>Owed by the truth of the data.</summary>
    public long Owed { get; init; }

    public long Accepted { get; init; }

    public long Refused { get; init; }

    public long Waiting { get; init; }

    /// <summary>Published holdings, counted by the platform.</summary>
    public long PlatformHolds { get; init; }

    /// <summary>Refused records, counted by the platform.</summary>
    public long PlatformRefused { get; init; }

    /// <summary>New versions it took in this demo.</summary>
    public long TakenNow { get; init; }

    /// <summary>Records with a legal deadline, settled in time.</summary>
    public long InTime { get; init; }

    /// <summary>Settled after their deadline: the decision came too late from the department.</summary>
    public long Late { get; init; }

    public IReadOnlyList<string> Reasons { get; init; } = [];
}
