using Condition = System.Func<System.Func<string, string>, bool>;

namespace CreditHub.Testing.Platforms.Strict;

/// <summary>A field as the platform sees it.</summary>
internal sealed record StrictField(string Code, string Name, string Type)
{
    public int MaxLength { get; init; }

    public int Precision { get; init; }

    public int Scale { get; init; }

    public string Unit { get; init; } = "";

    public bool Required { get; init; }

    public Condition? RequiredWhen { get; init; }

    public IReadOnlySet<string>? Codes { get; init; }

    public string Personal { get; init; } = "";

    public IReadOnlyList<StrictRule> Rules { get; init; } = [];

    public bool HasRule(string name) => Rules.Any(r => r.Name == name);
}
