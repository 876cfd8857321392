using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Makes the normaliser of one connector.</summary>
internal static class NormalizerFactory
{
    private const int ShortestKey = 16;

    /// <summary>
    /// Compiles dataset, code sets and mapping. <paramref name="subjectKey"/> keys the digests of natural persons: at least 16 bytes, the same for
    /// ever in one hub, else one person becomes two subjects. The snapshot has passed the configuration check.
    /// </summary>
    public static Normalizer Create(ConnectorDefinition connector, CatalogSnapshot snapshot, byte[] subjectKey)
    {
        if (subjectKey.Length < ShortestKey)
        {
            throw new ArgumentException($"The subject key has at least {ShortestKey} bytes.", nameof(subjectKey));
        }

        var plans = connector.Editions.Select(edition => DatasetPlan.Compile(snapshot.Datasets[(connector.Dataset, edition)], snapshot.CodeSets));
        return new Normalizer([.. plans], connector, snapshot, subjectKey);
    }
}
