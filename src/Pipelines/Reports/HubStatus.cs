namespace CreditHub.Pipelines.Reports;

/// <summary>The hub at a glance: connectors and platforms of the config, in its order, with what the books say about them.</summary>
public sealed record HubStatus(DateTimeOffset At, IReadOnlyList<ConnectorStatus> Connectors, IReadOnlyList<PlatformStatus> Platforms)
{
    /// <summary>Subjects and what is open about them.</summary>
    public SubjectStatus Subjects { get; init; } = new(0, 0, 0);
}
