namespace CreditHub.Demo;

/// <summary>What the demo tells at the end.</summary>
internal sealed record DemoSummary(bool Repeated, DateOnly DataOf, double Seconds)
{
    public IReadOnlyList<ConnectorLine> Connectors { get; init; } = [];

    public IReadOnlyList<PlatformLine> Platforms { get; init; } = [];

    /// <summary>Where truth, hub and platforms differ. Empty is the point of the demo.</summary>
    public IReadOnlyList<string> Disagreements { get; init; } = [];

    public IReadOnlyList<string> LeftOut { get; init; } = [];

    public IReadOnlyList<string> TryNext { get; init; } = [];
}
