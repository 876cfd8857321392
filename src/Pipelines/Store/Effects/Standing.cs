namespace CreditHub.Pipelines.Store.Effects;

/// <summary>A record's head and one act in force on it, or none.</summary>
internal sealed class StandingRow
{
    public long RecordNo { get; init; }

    public int Version { get; init; }

    public long VersionNo { get; init; }

    /// <summary>P, M, W or D: see 0007-acts.sql.</summary>
    public string Letter { get; init; } = "P";

    public long? ActNo { get; init; }

    public string? Action { get; init; }

    public string? Reason { get; init; }

    public string? Author { get; init; }

    public string? Field { get; init; }

    public string? Value { get; init; }

    /// <summary>Of all acts on it, ended ones too; 0 = none.</summary>
    public long LastActNo { get; init; }
}

/// <summary>A record to be withdrawn.</summary>
internal sealed record WithdrawalRow(long RecordNo, char Letter, string Reason, string? Author, long ActNo);

/// <summary>A record whose newest content (of version <paramref name="OfVersionNo"/>) is published again, as it stands or edited.</summary>
internal sealed record RepublicationRow(long RecordNo, char Letter, long OfVersionNo, byte[] Content, byte[] Hash, long ActNo, IReadOnlyList<(short PlatformNo, string? Withheld)> Routes);

/// <summary>What a platform was told, or is to be told, of one version.</summary>
internal sealed class ToldRow
{
    public short PlatformNo { get; init; }

    public long RecordNo { get; init; }

    public int Version { get; init; }

    public long VersionNo { get; init; }

    public string Operation { get; init; } = "";

    public string State { get; init; } = "";
}

/// <summary>A decision about a record at one platform. <paramref name="Withheld"/>: why it may not have it; null: it may, but less of it than it was sent.</summary>
internal readonly record struct Redecided(short PlatformNo, long RecordNo, string? Withheld);

/// <summary>A version that leaves the queue.</summary>
internal readonly record struct MovedRow(short PlatformNo, long VersionNo, string State, string Reason);

/// <summary>A record whose newest version ends at a platform without being sent.</summary>
internal readonly record struct SettledRow(short PlatformNo, long RecordNo, string State, string Reason);

/// <summary>What is published of a record. <paramref name="StoredOn"/>: the day (Beijing) its supplier's row was stored.</summary>
internal sealed record ShownContent(long RecordNo, long VersionNo, short DatasetNo, byte[] Content, byte[] Hash, DateOnly StoredOn);

/// <summary>A record that some platforms may not have any more (<paramref name="Withdrawn"/>) or less of (<paramref name="Replaced"/>), and who is owed its newest version.</summary>
internal sealed record RetractionRow(
    ShownContent Content, char Letter, IReadOnlyList<short> Withdrawn, IReadOnlyList<short> Replaced, IReadOnlyList<short> Owed,
    IReadOnlyList<(short PlatformNo, string Reason)> Excluded);
