using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Delivery;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Runs;

/// <summary>Makes a connector ready: its dataset compiled, its source and decoder created, its platforms known.</summary>
internal sealed class ConnectorPlans(
    CatalogSnapshot snapshot, Registry registry, IEnumerable<IKind<ISource>> sources, IEnumerable<IKind<IPayloadDecoder>> decoders)
{
    public async Task<ConnectorPlan> PrepareAsync(ConnectorDefinition connector, CancellationToken ct)
    {
        var datasets = DatasetsOf(connector, snapshot);
        byte[] key = await registry.SubjectKeyAsync(ct);
        var normalizer = NormalizerFactory.Create(connector, snapshot, key);
        return new ConnectorPlan(
            connector, datasets, await EditionsAsync(datasets, ct),
            Find(sources, connector.Source, connector.Name).Create(connector.Name, connector.Source.Settings), DecoderOf(connector),
            normalizer, new CheckLanes(normalizer, () => NormalizerFactory.Create(connector, snapshot, key)), snapshot.WorkingDays);
    }

    /// <summary>What reads the connector's payloads, also under a configuration that is not in use.</summary>
    public async Task<(IPayloadDecoder Decoder, INormalizer Normalizer)> PrepareReadingAsync(ConnectorDefinition connector, CatalogSnapshot from, CancellationToken ct) =>
        (DecoderOf(connector), NormalizerFactory.Create(connector, from, await registry.SubjectKeyAsync(ct)));

    /// <summary>The dataset in each edition of the connector, oldest first.</summary>
    public static IReadOnlyList<DatasetDefinition> DatasetsOf(ConnectorDefinition connector, CatalogSnapshot from) =>
        [.. connector.Editions.Select(edition => from.Datasets[(connector.Dataset, edition)])];

    private async Task<IReadOnlyList<EditionEntry>> EditionsAsync(IReadOnlyList<DatasetDefinition> datasets, CancellationToken ct)
    {
        var editions = new List<EditionEntry>(datasets.Count);
        foreach (var dataset in datasets)
        {
            editions.Add(new EditionEntry(await registry.DatasetNoAsync(dataset.Code, dataset.Edition, ct), dataset.Disclosure, await RoutesAsync(dataset, ct)));
        }

        return editions;
    }

    private async Task<IReadOnlyList<Route>> RoutesAsync(DatasetDefinition dataset, CancellationToken ct)
    {
        var numbers = await registry.PlatformNosAsync(ct);
        return [.. snapshot.Platforms.Values
            .Where(p => Decide(p, false, 0).Verdict != BoundaryVerdict.NotConcerned)
            .Select(p => new Route(numbers[p.Name], row => Decide(p, row.NaturalPerson, row.WithholdMask).Reason))];

        BoundaryDecision Decide(PlatformDefinition platform, bool naturalPerson, uint withheld) =>
            Boundary.Owed(platform, dataset, dataset.Disclosure, naturalPerson, withheld);
    }

    private IPayloadDecoder DecoderOf(ConnectorDefinition connector)
    {
        var decoder = Find(decoders, connector.Decoder, connector.Name).Create(connector.Name, connector.Decoder.Settings);
        return Find(sources, connector.Source, connector.Name).FixedColumns && !decoder.FixedColumns ? new TableDecoder(decoder) : decoder;
    }

    private static IKind<T> Find<T>(IEnumerable<IKind<T>> kinds, KindSettings settings, string name) =>
        kinds.FirstOrDefault(k => k.Name == settings.Kind) ?? throw new ConnectorException(FailureKind.Config, $"{name}: no kind {settings.Kind} is built in.");
}
