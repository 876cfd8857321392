namespace CreditHub.Connectors.Sources.DatabaseTable;

/// <summary>Which rows are collected.</summary>
internal enum TableMode
{
    /// <summary>Those changed since the last time, by time stamp and key.</summary>
    Changes,

    /// <summary>All, in one payload that is proved complete.</summary>
    Snapshot,

    /// <summary>Those not marked as taken; they are marked once the books are done with them.</summary>
    Mark,
}
