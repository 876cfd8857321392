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
