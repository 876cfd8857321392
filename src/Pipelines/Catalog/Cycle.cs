namespace CreditHub.Pipelines.Catalog;

/// <summary>How often something is expected.</summary>
public enum Cycle
{
    /// <summary>Whenever there is something: silence says nothing.</summary>
    Never,

    /// <summary>Every working day.</summary>
    Day,

    /// <summary>Every 7 days.</summary>
    Week,

    /// <summary>Every month.</summary>
    Month,

    /// <summary>Every 3 months.</summary>
    Quarter,

    /// <summary>Every 6 months.</summary>
    HalfYear,

    /// <summary>Every year.</summary>
    Year,
}
