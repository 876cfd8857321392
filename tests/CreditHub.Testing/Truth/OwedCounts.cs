using System.Text.Json;
using CreditHub.Testing.Platforms.Strict;

namespace CreditHub.Testing.Truth;

/// <summary>How many records of a feed a platform is owed, worked out from the platform's file (levels, scope) and the dataset's conditions.</summary>
public static class OwedCounts
{
    /// <summary>Good records of the feed that the platform named must get.</summary>
    public static int Of(FeedLayout layout, FeedTruth truth, string configDirectory, string platform)
    {
        var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(configDirectory, "platforms", platform + ".json"))).RootElement;
        var datasets = Texts(file, "datasets");
        if (!(datasets.Contains("*") || datasets.Contains(layout.Dataset)) || !Texts(file, "disclosure").Contains(layout.Definition.Disclosure))
        {
            return 0;
        }

        bool publishes = file.GetProperty("publishes").GetBoolean();
        var withheld = layout.Definition.Withhold.Where(w => w.From == "all" || publishes).Select(w => w.When).ToList();
        var scope = file.TryGetProperty("where", out var where) && where.TryGetProperty(layout.Dataset, out var condition) ? StrictCondition.Compile(condition.GetString()!) : _ => true;
        return truth.Rows.Count(row =>
        {
            string Value(string field) => row.Values.GetValueOrDefault(field, "");
            return row.Fate == TruthFate.New && scope(Value) && !withheld.Exists(when => when(Value));
        });
    }

    private static HashSet<string> Texts(JsonElement file, string name) =>
        [.. file.GetProperty(name).EnumerateArray().Select(v => v.GetString()!)];
}
