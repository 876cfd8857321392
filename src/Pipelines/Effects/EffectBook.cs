using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Delivery;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Queue;

namespace CreditHub.Pipelines.Effects;

/// <summary>The datasets as effects see them, by the numbers of the books. Immutable once made, thread-safe.</summary>
internal sealed class EffectBook
{
    private readonly Dictionary<short, DatasetPlan> _plans;
    private readonly IReadOnlyList<(short No, PlatformDefinition Definition)> _platforms;
    private readonly BoundaryBook _boundaries;

    private EffectBook(CatalogSnapshot snapshot, Dictionary<short, (string Code, string Edition)> datasets, Dictionary<string, short> platforms)
    {
        Snapshot = snapshot;
        _plans = datasets.Where(d => snapshot.Datasets.ContainsKey(d.Value))
            .ToDictionary(d => d.Key, d => DatasetPlan.Compile(snapshot.Datasets[d.Value], snapshot.CodeSets));
        _boundaries = new BoundaryBook(snapshot, datasets, platforms);
        _platforms = [.. snapshot.Platforms.Values.Where(p => platforms.ContainsKey(p.Name)).Select(p => (platforms[p.Name], p))];
    }

    public CatalogSnapshot Snapshot { get; }

    public static async Task<EffectBook> ReadAsync(CatalogSnapshot snapshot, Registry registry, CancellationToken ct) =>
        new(snapshot, await registry.DatasetsAsync(ct), await registry.PlatformNosAsync(ct));

    /// <summary>Null: the dataset is not configured any more.</summary>
    public DatasetPlan? PlanOf(short datasetNo) => _plans.GetValueOrDefault(datasetNo);

    /// <summary>Numbers of the datasets whose records may be published for a time only.</summary>
    public short[] Termed => [.. _plans.Where(p => p.Value.Terms.Length > 0).Select(p => p.Key)];

    /// <summary>What a row of the books is to become by a pass over the records; null: no pass is needed.</summary>
    public BoundaryRow? Passing(BoundaryRow row) => _boundaries.Changed(row) is { Passes: true } changed ? changed : null;

    /// <summary>Whether records of a dataset can be named by others.</summary>
    public bool CanBeNamed(string dataset) => _plans.Values.Any(plan => plan.Definition.Code == dataset && plan.Numbers.Length > 0);

    /// <summary>The platforms that take the dataset, and why each does not get this record, if so.</summary>
    public IReadOnlyList<(short PlatformNo, string? Withheld)> Routes(DatasetPlan plan, RecordValues values, DateOnly storedOn)
    {
        bool person = plan.Subject.IsPerson(values);
        uint withheld = plan.Withholds(values, plan.OwnDate(values, storedOn));
        return [.. _platforms.Select(p => (p.No, Decision: Boundary.Owed(p.Definition, plan.Definition, plan.Definition.Disclosure, person, withheld)))
            .Where(p => p.Decision.Verdict != BoundaryVerdict.NotConcerned)
            .Select(p => (p.No, p.Decision.Reason))];
    }
}
