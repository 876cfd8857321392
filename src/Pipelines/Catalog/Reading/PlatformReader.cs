using System.Text.Json;
using CreditHub.Pipelines.Catalog.Shapes;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Catalog.Reading;

/// <summary>Node → platform. Forgiving like <see cref="DatasetReader"/>.</summary>
internal static class PlatformReader
{
    public static PlatformDefinition Read(ConfigFile file, ConfigNode root)
    {
        var settings = root["settings"];
        return new PlatformDefinition
        {
            Name = root.TextOf("name") ?? file.Stem,
            Title = root.TextOf("title") ?? "",
            Enabled = root.FlagOf("enabled", true),
            Kind = new KindSettings(root.TextOf("kind") ?? "", settings is { Kind: JsonValueKind.Object } ? settings.ToElement() : default),
            Datasets = root.TextsOf("datasets"),
            Where = (root["where"]?.Properties ?? []).DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.Value.Text),
            Fields = Lists(root["fields"]),
            Omit = Lists(root["omit"]),
            Incomplete = root.TextsOf("incomplete"),
            Disclosure = [.. root.TextsOf("disclosure").Where(Words.Disclosures.ContainsKey).Select(word => Words.Disclosures[word])],
            Publishes = root.FlagOf("publishes", true),
            Limits = root["limits"] is { } limits
                ? new PlatformLimits(limits.WholeOf("maxRecords", 500), limits.WholeOf("maxBytes", 2 << 20), limits.WholeOf("requestsPerMinute", 600), limits.WholeOf("maxInFlight", 4))
                : new PlatformLimits(500, 2 << 20, 600, 4),
            WithdrawCount = root["limits"]?.WholeOf("maxWithdrawCount", 100) ?? 100,
            WithdrawShare = root["limits"]?.NumberOf("maxWithdrawShare", 0.05) ?? 0.05,
            RetrySeconds = root.NumberOf("retrySeconds", 1),
            RetryCapSeconds = root.NumberOf("retryCapSeconds", 600),
            ReceiptDays = root.WholeOf("receiptDays", 7),
            RepairsDifferences = root.TextOf("reconcile") == "repair",
            ReconcileCron = root.TextOf("reconcileCron") ?? "0 30 3 * * ?",
            FeedbackMinutes = root.WholeOf("feedbackMinutes", 15),
            File = file.Name,
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> Lists(ConfigNode? node) =>
        (node?.Properties ?? []).DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => node!.TextsOf(entry.Key));
}
