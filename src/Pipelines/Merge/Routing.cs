using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Merge;

/// <summary>What is owed to whom: dataset list, disclosure level and the catalog's withhold rules decide (R30, R63, R65). Pure.</summary>
internal static class Routing
{
    /// <summary>Whether the platform takes the dataset at all.</summary>
    public static bool Takes(PlatformDefinition platform, DatasetDefinition dataset) =>
        platform.Datasets.Contains("*") || platform.Datasets.Contains(dataset.Code);

    /// <summary>Why a row is not owed to the platform, in Chinese; null when it is owed.</summary>
    public static string? Withheld(PlatformDefinition platform, DatasetDefinition dataset, AcceptedRow row)
    {
        if (!platform.Disclosure.Contains(dataset.Disclosure))
        {
            return "披露级别不在该平台的接收范围内";
        }

        for (int i = 0; i < dataset.Withhold.Count; i++)
        {
            var rule = dataset.Withhold[i];
            if ((row.WithholdMask & (1u << i)) != 0 && (rule.From == "all" || platform.Publishes))
            {
                return rule.Reason;
            }
        }

        return null;
    }
}
