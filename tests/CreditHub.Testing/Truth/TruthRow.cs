namespace CreditHub.Testing.Truth;

/// <summary>A row and what must become of it. <see cref="Values"/> are in content form; <see cref="Cells"/> is what is written for fields that are spoiled or messy.</summary>
public sealed record TruthRow(int Number, TruthFate Fate, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Kind of the defect of a rejected row.</summary>
    public string? Defect { get; init; }

    public IReadOnlyDictionary<string, string> Cells { get; init; } = new Dictionary<string, string>();

    /// <summary>Says that its record is gone.</summary>
    public bool IsGone { get; init; }

    /// <summary>When the supplier last touched it.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}
