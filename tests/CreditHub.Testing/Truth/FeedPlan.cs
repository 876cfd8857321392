namespace CreditHub.Testing.Truth;

/// <summary>How many rows of which sort a feed gets.</summary>
public sealed record FeedPlan
{
    public int Seed { get; init; } = 20261120;

    /// <summary>Number of the first subject: feeds that must not share subjects begin far apart.</summary>
    public int FirstNumber { get; init; } = 1;

    /// <summary>The day the data is made for.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>Different good records.</summary>
    public int Good { get; init; } = 100;

    /// <summary>Bad rows of each defect the dataset and the form of the feed know.</summary>
    public int BadOfEach { get; init; } = 1;

    /// <summary>Good rows that come once more, word for word.</summary>
    public int Repeated { get; init; } = 2;

    /// <summary>Good rows that came before with another value in a field that is not part of the key.</summary>
    public int Corrected { get; init; } = 2;

    /// <summary>Rows that the connector's own rule leaves out; only where it has one.</summary>
    public int Excluded { get; init; } = 1;

    /// <summary>Messy but right spelling of good values: date forms, full width, thousands separators, null words.</summary>
    public bool Messy { get; init; } = true;
}
