namespace CreditHub.Testing.Platforms;

/// <summary>One line of a fault script: what, how often, to whom.</summary>
public sealed record PlatformFault(PlatformFaultKind Kind)
{
    /// <summary>How many times; null = from now on.</summary>
    public int? Times { get; init; }

    /// <summary>Chance of each request it could hit, by the platform's seed.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Requests left alone before it begins.</summary>
    public int Skip { get; init; }

    /// <summary>Only packets of this dataset; null = all.</summary>
    public string? Dataset { get; init; }

    /// <summary>Records it is about; null = every record.</summary>
    public Func<PlatformRecord, bool>? Records { get; init; }

    public TimeSpan Delay { get; init; }

    /// <summary>Text of the Retry-After header; null = no header.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Code, field and message of rejected records.</summary>
    public string Code { get; init; } = "E1999";

    public string? Field { get; init; }

    public string Message { get; init; } = "平台按规则退回";
}
