using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Makes the normaliser of one connector.</summary>
internal static class NormalizerFactory
{
    /// <summary>
    /// Compiles dataset, code sets and mapping. <paramref name="subjectKey"/> keys the digests of natural persons (at least 16 bytes,
    /// the same for ever in one hub). The snapshot has passed the configuration check.
    /// </summary>
    public static INormalizer Create(ConnectorDefinition connector, CatalogSnapshot snapshot, byte[] subjectKey) =>
        throw new NotSupportedException($"{connector.Name} {snapshot.Digest} {subjectKey.Length}");
}
