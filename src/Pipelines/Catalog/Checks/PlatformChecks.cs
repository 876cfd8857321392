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

        if (platform.RetryCapSeconds < platform.RetrySeconds)
        {
            findings.Add(root["retryCapSeconds"] ?? root, root["retryCapSeconds"]?.Text, "the longest wait is shorter than the first", "make retryCapSeconds at least retrySeconds");
        }
    }
}
