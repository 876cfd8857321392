namespace CreditHub.Pipelines.Normalization;

/// <summary>What reading a day gave. <paramref name="Number"/> is yyyymmdd, 0 with a problem.</summary>
internal readonly record struct DayReading(DayProblem Problem, int Number)
{
    /// <summary>It was a spreadsheet's day number.</summary>
    public bool Serial { get; init; }

    /// <summary>A day that stands for none: 0000-00-00, and 1900/1/0, which is a spreadsheet's zero.</summary>
    public bool Nothing { get; init; }
}

/// <summary>Why a text is no day.</summary>
internal enum DayProblem
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>No form the catalog names.</summary>
    Unknown,

    /// <summary>Could mean several days.</summary>
    Ambiguous,

    /// <summary>The calendar lacks it.</summary>
    NotReal,

    /// <summary>An instant with a time zone: its day depends on the place.</summary>
    Zoned,
}
