using System.Text.Json;

namespace CreditHub.Pipelines.Catalog.Reading;

/// <summary>Node → connector. Forgiving like <see cref="DatasetReader"/>.</summary>
internal static class ConnectorReader
{
    public static ConnectorDefinition Read(ConfigFile file, ConfigNode root)
    {
        var limits = root["limits"];
        var usual = new ConnectorLimits();
        return new ConnectorDefinition
        {
            Name = root.TextOf("name") ?? file.Stem,
            Supplier = new SupplierDefinition(root["supplier"]?.TextOf("code") ?? "", root["supplier"]?.TextOf("name") ?? ""),
            Dataset = root.TextOf("dataset") ?? "",
            Edition = root.TextOf("edition") ?? (root.TextsOf("edition") is [.., var newest] ? newest : ""),
            OlderEditions = [.. root.TextsOf("edition").SkipLast(1)],
            Enabled = root.FlagOf("enabled", true),
            Cron = root["schedule"]?.TextOf("cron"),
            TimeZone = root["schedule"]?.TextOf("timeZone") ?? "Asia/Shanghai",
            Expected = root["expected"] is { } expected
                ? new ExpectedCycle(Enum.TryParse(expected.TextOf("every"), ignoreCase: true, out Cycle every) ? every : Cycle.Never, expected.WholeOf("graceWorkingDays", ExpectedCycle.DefaultGrace))
                : null,
            Source = Kind(root["source"]),
            Decoder = Kind(root["decoder"]),
            Mapping = Mappings(root["mapping"]),
            MappingByEdition = (root["mappingByEdition"]?.Properties ?? []).ToDictionary(p => p.Key, IReadOnlyDictionary<string, FieldMapping> (p) => Mappings(p.Value)),
            Exclude = [.. root.ItemsOf("exclude").Select(node => new ExcludeDefinition(node.TextOf("when") ?? "", node.TextOf("reason") ?? ""))],
            Deletion = root["deletion"] is { } deletion
                ? new DeletionDefinition(deletion.TextOf("column"), deletion.TextsOf("values"), deletion.TextOf("when"), deletion.TextOf("reason") ?? "DELETED")
                : null,
            Snapshot = root.FlagOf("snapshot", false),
            Limits = limits is null ? usual : new ConnectorLimits
            {
                RejectedCount = limits.WholeOf("rejectedCount", usual.RejectedCount),
                RejectedShare = limits.NumberOf("rejectedShare", usual.RejectedShare),
                ChunkSize = limits.WholeOf("chunkSize", usual.ChunkSize),
                WithdrawCount = limits.WholeOf("maxWithdrawCount", usual.WithdrawCount),
                WithdrawShare = limits.NumberOf("maxWithdrawShare", usual.WithdrawShare),
                MaxPayloadBytes = (long)limits.NumberOf("maxPayloadBytes", usual.MaxPayloadBytes),
            },
            File = file.Name,
        };
    }

    /// <summary>A kind with the object it stands in as settings.</summary>
    private static KindSettings Kind(ConfigNode? node) =>
        node is { Kind: JsonValueKind.Object } ? new KindSettings(node.TextOf("kind") ?? "", node.ToElement()) : new KindSettings("", default);

    private static Dictionary<string, FieldMapping> Mappings(ConfigNode? node) =>
        (node?.Properties ?? []).ToDictionary(p => p.Key, p => Mapping(p.Value));

    private static FieldMapping Mapping(ConfigNode node) => new(
        node.TextOf("column") is { } column ? [column] : node.TextsOf("columns"),
        node.TextOf("value"),
        (node["codes"]?.Properties ?? []).ToDictionary(p => p.Key, p => p.Value.Text),
        node.TextOf("unit"))
    {
        TruncatedAt = node.WholeOf("truncatedAt", 0),
    };
}
