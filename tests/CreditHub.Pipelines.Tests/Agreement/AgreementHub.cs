using CreditHub.Pipelines.Agreement;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Delivery;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Reports;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Tests.Delivery;
using CreditHub.Pipelines.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreditHub.Pipelines.Tests.Agreement;

/// <summary>Books, a platform in memory, and what keeps the two in agreement.</summary>
internal sealed class AgreementHub(
    Books books, ScriptedPlatform platform, bool repairs = false, int requestsPerMinute = 600_000, TimeProvider? time = null, double retrySeconds = 0.001, double retryCapSeconds = 0.01)
{
    private static readonly HubOptions s_options = new() { DataDirectory = "", ConfigDirectory = "" };

    /// <summary>As that of the books, but <c>B</c> is a name of a person.</summary>
    public CatalogSnapshot Snapshot { get; } = Books.Snapshot with
    {
        Datasets = Books.Snapshot.Datasets.ToDictionary(
            d => d.Key, d => d.Value with { Fields = [.. d.Value.Fields.Select(f => f.Code == "B" ? f with { Personal = PersonalKind.Name } : f)] }),
        Platforms = new Dictionary<string, PlatformDefinition> { ["one"] = Books.Platform("one") with { RepairsDifferences = repairs, Limits = new(100, 1 << 20, requestsPerMinute, 4), RetrySeconds = retrySeconds, RetryCapSeconds = retryCapSeconds }, ["two"] = Books.Platform("two") },
    };

    private RelayTools Tools => new(books.Outbox, new PlatformWords(books.Source, Snapshot), time ?? TimeProvider.System, NullLogger.Instance);

    private PlatformAccess Access => new(Snapshot, new Registry(books.Source), [platform]);

    public Reconciliation Reconciliation => new(books.Source, Access, s_options, Tools);

    public FeedbackIntake Feedback => new(books.Source, Access, s_options, Tools, Told);

    public FeedbackActs Told => new(books.Source, new EffectWork(Snapshot, new Registry(books.Source), TimeProvider.System), TimeProvider.System);

    public EffectStep Effects =>
        new(books.Source, new EffectWork(Snapshot, new Registry(books.Source), TimeProvider.System), Told, TimeProvider.System, NullLogger<EffectStep>.Instance);

    public Resends Resends => new(books.Source, Snapshot);

    public Task<RelaySummary> DeliverAsync(string name = "one") => Relay.RunAsync(name, untilEmpty: true, null, TestContext.Current.CancellationToken);

    /// <summary>Delivers until told to stop.</summary>
    public Task ServeAsync(CancellationToken ct) => Relay.RunAsync("one", untilEmpty: false, null, ct);

    private DeliveryRelay Relay => new(books.Source, Snapshot, new Registry(books.Source), [platform], s_options, Tools);
}
