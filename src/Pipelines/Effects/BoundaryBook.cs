using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Delivery;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Effects;
using CreditHub.Pipelines.Store.Queue;

namespace CreditHub.Pipelines.Effects;

/// <summary>What platforms may see by the configuration in use, by the numbers of the books. Not thread-safe.</summary>
internal sealed class BoundaryBook
{
    private readonly CatalogSnapshot _snapshot;
    private readonly Dictionary<(short PlatformNo, short DatasetNo), (PlatformDefinition Platform, DatasetDefinition Dataset)> _pairs;
    private readonly Dictionary<(short PlatformNo, short DatasetNo), BoundaryView> _views = [];

    public BoundaryBook(CatalogSnapshot snapshot, Dictionary<short, (string Code, string Edition)> datasets, Dictionary<string, short> platforms)
    {
        _snapshot = snapshot;
        var pairs = from dataset in datasets
                    where snapshot.Datasets.ContainsKey(dataset.Value)
                    from platform in snapshot.Platforms.Values
                    where platform.Enabled && PlatformFields.Takes(platform, dataset.Value.Code) && platforms.ContainsKey(platform.Name)
                    select (Key: (platforms[platform.Name], dataset.Key), Pair: (platform, snapshot.Datasets[dataset.Value]));
        _pairs = pairs.ToDictionary(p => p.Key, p => p.Pair);
    }

    public static async Task<BoundaryBook> ReadAsync(CatalogSnapshot snapshot, Registry registry, CancellationToken ct) =>
        new(snapshot, await registry.DatasetsAsync(ct), await registry.PlatformNosAsync(ct));

    /// <summary>As it would stand in the books.</summary>
    public List<BoundaryRow> Rows => [.. _pairs.Keys.Select(key => RowOf(key.PlatformNo, key.DatasetNo))];

    /// <summary>Code of a row's dataset that the platform takes.</summary>
    public string CodeOf(BoundaryRow row) => _pairs[(row.PlatformNo, row.DatasetNo)].Dataset.Code;

    /// <summary>Whether the platform takes the row's dataset by this configuration.</summary>
    public bool Has(BoundaryRow row) => _pairs.ContainsKey((row.PlatformNo, row.DatasetNo));

    /// <summary>
    /// What a row of the books becomes under this configuration: where it is stricter than what was sent, and where a stricter one has waited, a pass over the
    /// records begins. Null: nothing is different, or the platform does not take the dataset any more (what is there stays, and only withdrawals are sent).
    /// </summary>
    public BoundaryRow? Changed(BoundaryRow row)
    {
        if (!Has(row))
        {
            return null;
        }

        var view = RowOf(row.PlatformNo, row.DatasetNo);
        var lost = BoundaryView.Lost(row.Shown, view.Shown);
        bool passes = row.Rules != view.Rules || lost.Count > 0 || row.HeldFor is not null;
        bool same = !passes && row.Shown.Count == view.Shown.Count && row.Shown.All(field => view.Shown.GetValueOrDefault(field.Key) == field.Value);
        return same ? null : row with
        {
            Rules = view.Rules, Shown = view.Shown, Lost = [.. row.Lost.Union(lost).Where(field => !BoundaryView.IsWhole(view.Shown, field))], DoneTo = passes ? 0 : row.DoneTo, Passes = passes,
        };
    }

    /// <summary>Decides about records whose rows are open: kept from the platform, or holding a field that is shown less now; the others are left out.</summary>
    public List<Redecided> Decide(short platformNo, IReadOnlyList<ShownContent> records, IReadOnlyList<BoundaryRow> rows)
    {
        var lost = rows.ToDictionary(r => r.DatasetNo, r => r.Lost.Select(code => Encoding.UTF8.GetBytes($"\"{code}\":\"")).ToList());
        var decided = new List<Redecided>();
        foreach (var record in records)
        {
            var decision = ViewOf(platformNo, record.DatasetNo).Decide(record.Content, record.StoredOn);
            if (decision.Verdict == BoundaryVerdict.Excluded)
            {
                decided.Add(new Redecided(platformNo, record.RecordNo, decision.Reason));
            }
            else if (lost[record.DatasetNo].Exists(name => record.Content.AsSpan().IndexOf(name) >= 0))
            {
                decided.Add(new Redecided(platformNo, record.RecordNo, null));
            }
        }

        return decided;
    }

    /// <summary>Whether the platform may have a record.</summary>
    public bool IsOwed(short platformNo, ShownContent record) =>
        _pairs.ContainsKey((platformNo, record.DatasetNo)) && ViewOf(platformNo, record.DatasetNo).Decide(record.Content, record.StoredOn).Verdict == BoundaryVerdict.Owed;

    private BoundaryRow RowOf(short platformNo, short datasetNo)
    {
        var (platform, dataset) = _pairs[(platformNo, datasetNo)];
        return new BoundaryRow(platformNo, datasetNo, BoundaryView.RulesOf(platform, dataset), BoundaryView.ShownOf(platform, dataset));
    }

    private BoundaryView ViewOf(short platformNo, short datasetNo)
    {
        if (!_views.TryGetValue((platformNo, datasetNo), out var view))
        {
            var (platform, dataset) = _pairs[(platformNo, datasetNo)];
            _views.Add((platformNo, datasetNo), view = new BoundaryView(DatasetPlan.Compile(dataset, _snapshot.CodeSets), platform));
        }

        return view;
    }
}
