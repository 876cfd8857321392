using System.Text.Json;

namespace CreditHub.Testing.Truth;

/// <summary>How many records of a feed a platform is owed, worked out from the platform's file and the dataset's conditions.</summary>
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
        return truth.Rows.Count(row => row.Fate == TruthFate.New && !withheld.Exists(when => when(field => row.Values.GetValueOrDefault(field, ""))));
    }

    private static HashSet<string> Texts(JsonElement file, string name) =>
        [.. file.GetProperty(name).EnumerateArray().Select(v => v.GetString()!)];
}
