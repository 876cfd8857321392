using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>What a connector's shape cannot say: references, schedule, mapping, kinds.</summary>
internal sealed class ConnectorChecks(ConnectorDefinition connector, ConfigFile file, ConfigNode root, KnownNames known, ConfigKinds kinds)
{
    private readonly FileFindings _findings = file.Findings;

    public void Run()
    {
        if (root["name"] is { } name && name.Text != file.Stem)
        {
            _findings.Add(name, name.Text, "this is not the file's name", $"write \"{file.Stem}\" or rename the file");
        }

        CheckSchedule();
        KindChecks.Run(root["source"]?["kind"], root["source"], kinds.Sources, _findings);
        KindChecks.Run(root["decoder"]?["kind"], root["decoder"], kinds.Decoders, _findings);
        foreach (var (_, node) in root["mapping"]?.Properties ?? [])
        {
            CheckOrigin(node);
        }

        CheckDataset();
        if (known.Datasets.TryGetValue((connector.Dataset, connector.Edition), out var dataset))
        {
            CheckAgainst(dataset);
        }
    }

    private void CheckSchedule()
    {
        if (root["schedule"]?["cron"] is { Text.Length: > 0 } cron && kinds.CronProblem(cron.Text) is { } problem)
        {
            _findings.Add(cron, cron.Text, $"the cron expression is wrong: {problem}", "write Quartz cron with seconds, such as 0 30 2 * * ?");
        }

        if (root["schedule"]?["timeZone"] is { Text.Length: > 0 } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone.Text, out _))
        {
            _findings.Add(zone, zone.Text, "this time zone is not known on this machine", "write an IANA name such as Asia/Shanghai");
        }
    }

    private void CheckDataset()
    {
        if (root["dataset"] is not { Text.Length: > 0 } dataset)
        {
            return;
        }

        if (!known.Editions.TryGetValue(dataset.Text, out var editions))
        {
            _findings.Add(dataset, dataset.Text, "this dataset is not in catalog/", KnownNames.Near(dataset.Text, [.. known.Editions.Keys]));
        }
        else if (root["edition"] is { Text.Length: > 0 } edition && !editions.Contains(edition.Text))
        {
            _findings.Add(edition, edition.Text, $"{dataset.Text} has no such edition", $"known here: {string.Join(", ", editions.Order(StringComparer.Ordinal))}");
        }
    }

    /// <summary>Exactly one of column, columns and value.</summary>
    private void CheckOrigin(ConfigNode node)
    {
        int origins = node.Properties.Count(p => p.Key is "column" or "columns" or "value");
        if (origins != 1)
        {
            _findings.Add(node, null, origins == 0 ? "the mapping does not say where the value comes from" : "the mapping says more than once where the value comes from", "write exactly one of \"column\", \"columns\" and \"value\"");
        }
    }

    private void CheckAgainst(DatasetDefinition dataset)
    {
        var conditions = new ConditionChecks(dataset, known.CodeSets, _findings);
        foreach (var (code, node) in root["mapping"]?.Properties ?? [])
        {
            if (dataset.Fields.FirstOrDefault(field => field.Code == code) is { } field)
            {
                CheckMapping(node, field);
            }
            else
            {
                _findings.Add(node, null, $"{dataset.Code} ({dataset.Edition}) has no field {code}", KnownNames.Near(code, [.. dataset.Fields.Select(f => f.Code)]));
            }
        }

        foreach (var node in root.ItemsOf("exclude"))
        {
            conditions.Check(node["when"]);
        }
    }

    private void CheckMapping(ConfigNode node, FieldDefinition field)
    {
        if (node["unit"] is { } unit && field.Unit is null)
        {
            _findings.Add(unit, unit.Text, $"the field {field.Code} has no unit in the catalog", "remove \"unit\"");
        }

        if (field.CodeSet is null || !known.CodeSets.TryGetValue(field.CodeSet, out var set) || !(field.Rules.Contains("enum") || field.Rules.Contains("enum_name")))
        {
            return;
        }

        var words = set.Items.SelectMany(item => item.Aliases.Append(item.Code).Append(item.Name)).ToHashSet();
        var targets = (node["codes"]?.Properties ?? []).Select(p => p.Value).Append(node["value"]);
        foreach (var target in targets.OfType<ConfigNode>().Where(target => target.Text.Length > 0 && !words.Contains(target.Text)))
        {
            _findings.Add(target, target.Text, $"the code set {set.Code} of {field.Code} has no such word", KnownNames.Near(target.Text, [.. set.Items.Select(item => item.Code)]));
        }
    }
}
