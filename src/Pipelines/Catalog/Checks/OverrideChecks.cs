using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>What the shape of a correction cannot say. Values are never shown: they may be personal.</summary>
internal sealed class OverrideChecks(KnownNames known)
{
    private readonly Dictionary<(string Dataset, string Record, string Field), string> _seen = [];

    public void Run(OverrideDefinition definition, ConfigFile file, ConfigNode root)
    {
        if (root["name"] is { } name && name.Text != file.Stem)
        {
            file.Findings.Add(name, name.Text, "this is not the file's name", $"write \"{file.Stem}\" or rename the file");
        }

        CheckDays(definition, root, file.Findings);
        if (root["dataset"] is not { Text.Length: > 0 } dataset)
        {
            return;
        }

        if (!known.Editions.ContainsKey(dataset.Text))
        {
            file.Findings.Add(dataset, dataset.Text, "this dataset is not in catalog/", KnownNames.Near(dataset.Text, [.. known.Editions.Keys]));
            return;
        }

        var editions = known.Datasets.Values.Where(set => set.Code == dataset.Text).ToList();
        foreach (var (node, record) in root.ItemsOf("records").Zip(definition.Records))
        {
            CheckRecord(node, record, editions, file.Findings);
            CheckOnce(node, record, definition, file);
        }
    }

    private static void CheckDays(OverrideDefinition definition, ConfigNode root, FileFindings findings)
    {
        foreach (var day in new[] { root["date"], root["until"] }.OfType<ConfigNode>().Where(node => node.Text.Length == 10 && OverrideReader.Day(node.Text) is null))
        {
            findings.Add(day, day.Text, "there is no such day", "write a day of the calendar as YYYY-MM-DD");
        }

        if (root["until"] is { } until && definition.Until < definition.Date)
        {
            findings.Add(until, until.Text, "the last day is before the first", "exchange them, or remove \"until\"");
        }
    }

    private static void CheckRecord(ConfigNode node, RecordOverride record, List<DatasetDefinition> editions, FileFindings findings)
    {
        if (node["key"] is null == node["record"] is null)
        {
            findings.Add(node, null, "the record is named by both or neither of \"key\" and \"record\"", "write exactly one of them");
        }

        string[] fields = [.. editions.SelectMany(set => set.Fields).Select(field => field.Code).Distinct()];
        string[] keys = [.. editions.SelectMany(set => set.NaturalKey).SelectMany(entry => entry.Split('|')).Distinct()];
        foreach (var (code, value) in node["key"]?.Properties ?? [])
        {
            if (!keys.Contains(code))
            {
                findings.Add(value, code, $"{code} is not in the natural key", KnownNames.Near(code, keys));
            }
        }

        if (node["key"] is { } key && !editions.Exists(set => set.NaturalKey.All(entry => entry.Split('|').Any(record.Key.ContainsKey))))
        {
            findings.Add(key, null, "the natural key is not whole", $"name {string.Join(", ", editions[^1].NaturalKey)}; an empty value is \"\"");
        }

        foreach (var (code, value) in node["set"]?.Properties ?? [])
        {
            if (!fields.Contains(code))
            {
                findings.Add(value, code, $"the dataset has no field {code}", KnownNames.Near(code, fields));
            }
            else if (keys.Contains(code))
            {
                findings.Add(value, code, $"{code} is part of the natural key: the record would become another one", "withdraw the record, and let the supplier send the right one");
            }
        }

        if (node["set"] is { Properties.Count: 0 } nothing)
        {
            findings.Add(nothing, null, "nothing is to be changed", "name at least one field");
        }
    }

    /// <summary>Two corrections of one field would be decided by the order of files.</summary>
    private void CheckOnce(ConfigNode node, RecordOverride record, OverrideDefinition definition, ConfigFile file)
    {
        string id = record.Record ?? string.Join('\u001F', record.Key.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}\u001E{p.Value}"));
        foreach (var (code, value) in node["set"]?.Properties ?? [])
        {
            if (!_seen.TryAdd((definition.Dataset, id, code), file.Name))
            {
                file.Findings.Add(value, code, $"{code} of this record is corrected in {_seen[(definition.Dataset, id, code)]} already", "keep one of the two");
            }
        }
    }
}
