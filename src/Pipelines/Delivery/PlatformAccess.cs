using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Delivery;

/// <summary>From a platform's name to what config says of it, its number in the books, and someone who speaks its language.</summary>
internal sealed class PlatformAccess(CatalogSnapshot snapshot, Registry registry, IEnumerable<IKind<IPlatform>> kinds)
{
    /// <summary>Errors: <see cref="ConnectorException"/> of kind Config for a name that is not configured or is disabled.</summary>
    public PlatformDefinition Find(string name) =>
        !snapshot.Platforms.TryGetValue(name, out var platform)
            ? throw new ConnectorException(FailureKind.Config, $"No platform {name} is configured. Configured: {string.Join(", ", snapshot.Platforms.Keys.Order(StringComparer.Ordinal))}.")
            : platform.Enabled ? platform
            : throw new ConnectorException(FailureKind.Config, $"Platform {name} is disabled: set \"enabled\": true in {platform.File}.");

    public IPlatform Open(PlatformDefinition definition)
    {
        var kind = kinds.FirstOrDefault(k => k.Name == definition.Kind.Kind)
            ?? throw new ConnectorException(FailureKind.Config, $"{definition.Name}: no kind {definition.Kind.Kind} is built in.");
        return kind.Create(definition.Name, definition.Kind.Settings);
    }

    public async Task<short> NumberAsync(PlatformDefinition definition, CancellationToken ct) => (await registry.PlatformNosAsync(ct))[definition.Name];

    /// <summary>Codes of the datasets the platform takes, in every edition, in their order.</summary>
    public IReadOnlyList<string> Datasets(PlatformDefinition definition) =>
        [.. snapshot.Datasets.Keys.Select(d => d.Item1).Distinct().Where(code => definition.Datasets.Contains("*") || definition.Datasets.Contains(code)).Order(StringComparer.Ordinal)];
}
