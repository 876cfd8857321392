using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Catalog.Reading;
using CreditHub.Pipelines.Rules;

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
        bool enabled = root.FlagOf("enabled", true);
        KindChecks.Run(root["source"]?["kind"], root["source"], kinds.Sources, enabled, _findings);
        KindChecks.Run(root["decoder"]?["kind"], root["decoder"], kinds.Decoders, enabled, _findings);
        CheckRecords();
        foreach (var (_, node) in Mappings())
        {
            CheckOrigin(node);
        }

        CheckDeletion();
        CheckDataset();
        var datasets = connector.Editions.Select(edition => known.Datasets.GetValueOrDefault((connector.Dataset, edition))).OfType<DatasetDefinition>().ToList();
        if (datasets.Count == connector.Editions.Count)
        {
            new ConnectorEditionChecks(connector, root, _findings).Run(datasets);
            CheckAgainst(datasets);
            ForbiddenChecks.Run(Mappings().Select(mapping => mapping.Value), new ForbiddenNames(known.Forbidden, datasets[^1]), _findings);
        }
    }

    private IEnumerable<(string Key, ConfigNode Value)> Mappings() =>
        (root["mapping"]?.Properties ?? []).Concat((root["mappingByEdition"]?.Properties ?? []).SelectMany(edition => edition.Value.Properties));

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

    /// <summary>A source that pages through a list and the decoder that reads what it brings must find the list at the same place.</summary>
    private void CheckRecords()
    {
        if (root["source"]?.TextOf("records") is { } listed && root["decoder"] is { } decoder && PlaceOf(decoder.TextOf("records")) != PlaceOf(listed))
        {
            _findings.Add(decoder["records"] ?? decoder, decoder.TextOf("records"), $"the source has its records at {listed}", $"write \"records\": \"{PlaceOf(listed)}\" here too, or correct the source");
        }
    }

    /// <summary>Elements of XML without the leading stroke and without prefixes of namespaces.</summary>
    private static string? PlaceOf(string? path) =>
        path is null || path.StartsWith('$') ? path : string.Join('/', path.TrimStart('/').Split('/').Select(name => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..]));

    private void CheckDeletion()
    {
        if (root["deletion"] is { } deletion)
        {
            bool byColumn = deletion["column"] is not null;
            if (byColumn == (deletion["when"] is not null) || byColumn != (deletion["values"] is not null))
            {
                _findings.Add(deletion, null, "it is not clear which rows delete", "write \"column\" with \"values\", or \"when\"");
            }
        }

        if (connector.Snapshot && root["source"]?["since"] is { } since)
        {
            _findings.Add(since, null, "a source that is asked for changes only brings no snapshot: what did not change would be withdrawn", "remove \"since\" or \"snapshot\"");
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
            return;
        }

        var named = root["edition"] is { Items.Count: > 0 } list ? list.Items : [.. new[] { root["edition"] }.OfType<ConfigNode>()];
        foreach (var edition in named.Where(node => node.Text.Length > 0 && !editions.Contains(node.Text)))
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

    private void CheckAgainst(IReadOnlyList<DatasetDefinition> editions)
    {
        foreach (var (code, node) in root["mapping"]?.Properties ?? [])
        {
            CheckTarget(code, node, editions);
        }

        foreach (var (edition, mappings) in root["mappingByEdition"]?.Properties ?? [])
        {
            foreach (var (code, node) in mappings.Properties)
            {
                CheckTarget(code, node, [.. editions.Where(dataset => dataset.Edition == edition)]);
            }
        }

        foreach (var when in root.ItemsOf("exclude").Select(node => node["when"]).Append(root["deletion"]?["when"]).OfType<ConfigNode>())
        {
            // A condition concerns the editions that have its fields; one that fits none is checked against the newest.
            var fitting = editions.Where(dataset => RuleRegistry.Fits(when.Text, dataset)).DefaultIfEmpty(editions[^1]);
            foreach (var dataset in fitting)
            {
                new ConditionChecks(dataset, known.CodeSets, _findings).Check(when);
            }
        }
    }

    /// <summary>The mapped field must exist in one of the editions, and the mapping fit it in each that has it.</summary>
    private void CheckTarget(string code, ConfigNode node, IReadOnlyList<DatasetDefinition> editions)
    {
        var fields = editions.SelectMany(dataset => dataset.Fields.Where(field => field.Code == code)).ToList();
        fields.ForEach(field => CheckMapping(node, field));
        if (fields.Count == 0 && editions.Count > 0)
        {
            string names = string.Join(", ", editions.Select(dataset => dataset.Edition));
            _findings.Add(node, null, $"{connector.Dataset} ({names}) has no field {code}", KnownNames.Near(code, [.. editions.SelectMany(dataset => dataset.Fields).Select(f => f.Code).Distinct()]));
        }
    }

    private void CheckMapping(ConfigNode node, FieldDefinition field)
    {
        if (node["unit"] is { } unit && field.Unit is null)
        {
            _findings.Add(unit, unit.Text, $"the field {field.Code} has no unit in the catalog", "remove \"unit\"");
        }

        if (node["truncatedAt"] is { } cut && field.Type is not (FieldType.Text or FieldType.LongText))
        {
            _findings.Add(cut, cut.Text, $"the field {field.Code} holds no text that could be cut", "remove \"truncatedAt\"");
        }
        else if (node["truncatedAt"] is { } limit && field.MaxLength > 0 && node.WholeOf("truncatedAt", 0) > field.MaxLength * 4L)
        {
            _findings.Add(limit, limit.Text, $"the field {field.Code} takes at most {field.MaxLength} characters: no text of this length is taken", "write the length at which the supplier's system cuts");
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
