using System.Text;
using System.Text.Json;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Previews;

namespace CreditHub.Pipelines.Reports;

/// <summary>Content of a version as people may see it.</summary>
internal static class ContentView
{
    /// <summary>The version with its fields masked and its stored text removed. A dataset or field the catalog no longer knows shows no values.</summary>
    public static TracedVersion Masked(TracedVersion version, CatalogSnapshot snapshot)
    {
        bool person = version.SubjectId.StartsWith("P:", StringComparison.Ordinal);
        snapshot.Datasets.TryGetValue((version.Dataset, version.Edition), out var dataset);
        return version with
        {
            Json = null, RepairsJson = null, Content = Fields(version.Json, dataset, person), Repairs = RepairsOf(version.RepairsJson),
            Publication = PublicationOf(version, dataset, snapshot),
        };
    }

    private static IReadOnlyList<string> RepairsOf(string? json)
    {
        using var repairs = json is null ? null : JsonDocument.Parse(json);
        return repairs is null ? [] : [.. repairs.RootElement.EnumerateArray().Select(r => $"{r.GetProperty("field").GetString()} {r.GetProperty("rule").GetString()}")];
    }

    /// <summary>By the catalog of today; a record without an own date counts from the day it was received.</summary>
    private static PreviewPublication? PublicationOf(TracedVersion version, DatasetDefinition? dataset, CatalogSnapshot snapshot)
    {
        if (version.Json is null || dataset is not { Terms.Count: > 0 })
        {
            return null;
        }

        var plan = DatasetPlan.Compile(dataset, snapshot.CodeSets);
        var received = Beijing.DayOf(new DateTimeOffset(version.ReceivedAt ?? version.StoredAt, TimeSpan.Zero));
        return PublicationSpan.Of(plan, ContentReader.Read(Encoding.UTF8.GetBytes(version.Json), plan), received) is { } span ? PreviewPublication.Of(span) : null;
    }

    /// <summary>Values of a content that are shown in part only, each with what is shown of it.</summary>
    public static IReadOnlyList<(string Value, string Shown)> Personal(string? json, DatasetDefinition? dataset, string subjectId)
    {
        if (json is null)
        {
            return [];
        }

        var shown = Fields(json, dataset, subjectId.StartsWith("P:", StringComparison.Ordinal));
        using var content = JsonDocument.Parse(json);
        return [.. content.RootElement.EnumerateObject().Select(p => (Value: p.Value.ToString(), Shown: shown[p.Name])).Where(p => p.Value.Length > 1 && p.Value != p.Shown)];
    }

    /// <summary>What a platform said of a record: some repeat the value they refuse.</summary>
    public static string? Said(string? message, IEnumerable<(string Value, string Shown)> personal) =>
        message is null ? null : personal.OrderByDescending(p => p.Value.Length).Aggregate(message, (text, p) => text.Replace(p.Value, p.Shown, StringComparison.Ordinal));

    /// <summary>Field code → shown value.</summary>
    public static IReadOnlyDictionary<string, string> Fields(string? json, DatasetDefinition? dataset, bool naturalPerson)
    {
        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        if (json is null)
        {
            return shown;
        }

        using var content = JsonDocument.Parse(json);
        var values = content.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal);
        foreach (var field in dataset?.Fields ?? [])
        {
            if (values.Remove(field.Code, out string? value))
            {
                shown[field.Code] = FieldMask.Apply(field, dataset!, naturalPerson, value);
            }
        }

        foreach (string unknown in values.Keys)
        {
            shown[unknown] = "***";
        }

        return shown;
    }
}
