namespace CreditHub.Testing.Platforms;

/// <summary>What a platform finds wrong with one record.</summary>
public sealed record RecordFinding(string Code, string? Field, string Message);

/// <summary>A platform's own check of a record's data; deliberately not the hub's.</summary>
internal interface IRecordCheck
{
    /// <summary>Whether the platform knows the dataset in that edition.</summary>
    bool Knows(string dataset, string edition);

    /// <summary>The first finding, or null.</summary>
    RecordFinding? Check(string sender, string dataset, string edition, PlatformRecord record, DateOnly today);
}
