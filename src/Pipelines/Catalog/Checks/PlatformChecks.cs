using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>What a platform's shape cannot say.</summary>
internal static class PlatformChecks
{
    public static void Run(PlatformDefinition platform, ConfigFile file, ConfigNode root, KnownNames known, ConfigKinds kinds)
    {
        var findings = file.Findings;
        if (root["name"] is { } name && name.Text != file.Stem)
        {
            findings.Add(name, name.Text, "this is not the file's name", $"write \"{file.Stem}\" or rename the file");
        }

        KindChecks.Run(root["kind"], root["settings"], kinds.Platforms, root.FlagOf("enabled", true), findings);
        var seen = new HashSet<string>();
        foreach (var dataset in root.ItemsOf("datasets").Where(node => node.Text.Length > 0))
        {
            if (!seen.Add(dataset.Text))
            {
                findings.Add(dataset, dataset.Text, "the dataset stands twice in this list", "keep one of them");
            }
            else if (dataset.Text == "*" && platform.Datasets.Count > 1)
            {
                findings.Add(dataset, dataset.Text, "* stands for all datasets and must stand alone", "write [\"*\"] or a list of codes");
            }
            else if (dataset.Text != "*" && !known.Editions.ContainsKey(dataset.Text))
            {
                findings.Add(dataset, dataset.Text, "this dataset is not in catalog/", KnownNames.Near(dataset.Text, [.. known.Editions.Keys]));
            }
        }

        if (root["reconcileCron"] is { Text.Length: > 0 } cron && kinds.CronProblem(cron.Text) is { } problem)
        {
            findings.Add(cron, cron.Text, $"the cron expression is wrong: {problem}", "write Quartz cron with seconds, such as 0 30 3 * * ?");
        }

        foreach (var (code, condition) in root["where"]?.Properties ?? [])
        {
            CheckScope(code, condition, platform, known, findings);
        }

        new PlatformFieldChecks(platform, root, known, findings).Run();
        if (platform.RetryCapSeconds < platform.RetrySeconds)
        {
            findings.Add(root["retryCapSeconds"] ?? root, root["retryCapSeconds"]?.Text, "the longest wait is shorter than the first", "make retryCapSeconds at least retrySeconds");
        }
    }

    /// <summary>The condition must fit every edition: one that does not know the fields would let its records go to everybody.</summary>
    private static void CheckScope(string code, ConfigNode condition, PlatformDefinition platform, KnownNames known, FileFindings findings)
    {
        if (!platform.Datasets.Contains("*") && !platform.Datasets.Contains(code))
        {
            findings.Add(condition, code, "the platform does not take this dataset", "name it under datasets, or remove the condition");
            return;
        }

        foreach (var dataset in known.Datasets.Values.Where(dataset => dataset.Code == code))
        {
            new ConditionChecks(dataset, known.CodeSets, findings).Check(condition);
        }
    }

    /// <summary>A record's mask has 32 places: for the dataset's own conditions and those of all platforms that are switched on.</summary>
    public static void CheckPlaces(ConfigNode root, IReadOnlyList<PlatformDefinition> all, KnownNames known, FileFindings findings)
    {
        foreach (var (code, condition) in root["where"]?.Properties ?? [])
        {
            int scopes = all.Count(platform => platform.Enabled && platform.Where.ContainsKey(code));
            if (known.Datasets.Values.Any(dataset => dataset.Code == code && dataset.Withhold.Count + scopes > PlatformScopes.MostPlaces))
            {
                findings.Add(condition, code, $"{scopes} platforms have a condition for this dataset: with its own ones these are more than {PlatformScopes.MostPlaces}", "switch platforms off, or let several share one");
            }
        }
    }
}
