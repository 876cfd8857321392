namespace CreditHub.Demo;

/// <summary>One connector in the summary: the counts of its last run, what the books hold of it in all, and its commonest faults.</summary>
internal sealed record ConnectorLine(string Connector, string Supplier, string Dataset, string Outcome)
{
    public long Read { get; init; }

    public long New { get; init; }

    public long Changed { get; init; }

    public long Unchanged { get; init; }

    public long Duplicate { get; init; }

    public long Excluded { get; init; }

    public long Rejected { get; init; }

    /// <summary>Different records in the books from this connector, from all runs.</summary>
    public long Stored { get; init; }

    public IReadOnlyList<string> Reasons { get; init; } = [];
}
