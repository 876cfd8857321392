using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>Which fields a platform is sent: lists that name what is not there or may not be seen, and records that the platform would refuse for want of a field.</summary>
internal sealed class PlatformFieldChecks(PlatformDefinition platform, ConfigNode root, KnownNames known, FileFindings findings)
{
    private const string Without = "; or, if the platform takes records without it, name the dataset under incomplete";

    public void Run()
    {
        foreach (string key in (string[])["fields", "omit"])
        {
            foreach (var (code, list) in root[key]?.Properties ?? [])
            {
                CheckList(key, code, list);
            }
        }

        foreach (var dataset in known.Datasets.Values.Where(d => PlatformFields.Takes(platform, d.Code) && PlatformFields.MaySee(platform, d.Disclosure)))
        {
            CheckComplete(dataset);
        }

        foreach (var entry in root.ItemsOf("incomplete").Where(node => node.Text.Length > 0))
        {
            CheckIncomplete(entry);
        }
    }

    private void CheckList(string key, string code, ConfigNode list)
    {
        var editions = known.Datasets.Values.Where(d => d.Code == code).ToList();
        if (editions.Count == 0 || !PlatformFields.Takes(platform, code))
        {
            findings.Add(list, code, "the platform does not take this dataset", "name it under datasets, or remove the list");
            return;
        }

        if (key == "omit" && platform.Fields.ContainsKey(code))
        {
            findings.Add(list, code, "\"fields\" says already which fields of this dataset are sent", "keep one of the two lists");
        }

        var seen = new HashSet<string>();
        foreach (var entry in list.Items.Where(node => node.Text.Length > 0))
        {
            var fields = editions.SelectMany(d => d.Fields.Where(f => f.Code == entry.Text).Select(f => PlatformFields.LevelOf(d, f))).ToList();
            if (fields.Count == 0)
            {
                findings.Add(entry, entry.Text, $"no edition of {code} has this field", KnownNames.Near(entry.Text, [.. editions.SelectMany(d => d.Fields).Select(f => f.Code).Distinct()]));
            }
            else if (!seen.Add(entry.Text))
            {
                findings.Add(entry, entry.Text, "the field stands twice in this list", "keep one of them");
            }
            else if (key == "fields" && !fields.Exists(level => PlatformFields.MaySee(platform, level)))
            {
                findings.Add(entry, entry.Text, $"the platform may not see this field: it is {ConfigWords.Of(fields[0])}", "remove it from the list, or let the platform have that level under disclosure");
            }
        }
    }

    /// <summary>A record without a field that the catalog requires is refused by whoever goes by the catalog; the mark of a disputed record must be seen wherever the record is.</summary>
    private void CheckComplete(DatasetDefinition dataset)
    {
        string which = $"{dataset.Code} ({dataset.Edition})";
        if (!platform.Incomplete.Contains(dataset.Code))
        {
            Missing(dataset, Required(dataset).Where(code => IsLeftOut(dataset, code)), $"{which} requires what the platform would not be sent", Without);
            foreach (var group in dataset.AnyOf.Where(group => group.Fields.All(code => IsLeftOut(dataset, code))))
            {
                Missing(dataset, group.Fields, $"{which} requires one of these, and the platform would be sent none", Without);
            }
        }

        if (dataset.Dispute is { } dispute && dataset.Fields.Any(f => f.Code == dispute.Field) && IsLeftOut(dataset, dispute.Field))
        {
            Missing(dataset, [dispute.Field], $"{which} marks disputed records in this field: without it they would stand there unmarked", "");
        }
    }

    private void CheckIncomplete(ConfigNode entry)
    {
        var editions = known.Datasets.Values.Where(d => d.Code == entry.Text && PlatformFields.Takes(platform, d.Code) && PlatformFields.MaySee(platform, d.Disclosure)).ToList();
        if (editions.Count == 0)
        {
            findings.Add(entry, entry.Text, "the platform is not sent this dataset", "name it under datasets, or remove it here");
        }
        else if (!editions.Exists(d => Required(d).Any(code => IsLeftOut(d, code)) || d.AnyOf.Any(group => group.Fields.All(code => IsLeftOut(d, code)))))
        {
            findings.Add(entry, entry.Text, "the platform is sent every field that this dataset requires", "remove it here");
        }
    }

    private static IEnumerable<string> Required(DatasetDefinition dataset) =>
        dataset.Fields.Where(field => field.Required || field.RequiredWhen is not null).Select(field => field.Code);

    private bool IsLeftOut(DatasetDefinition dataset, string code) =>
        dataset.Fields.FirstOrDefault(field => field.Code == code) is { } field && !PlatformFields.Sends(platform, dataset, field);

    /// <summary>One finding a place: each field that is omitted by name, and the others together where they are kept back.</summary>
    private void Missing(DatasetDefinition dataset, IEnumerable<string> codes, string problem, string otherwise)
    {
        foreach (var group in codes.Select(code => Cause(dataset, code)).GroupBy(cause => (cause.At, cause.Remedy), cause => cause.Code))
        {
            findings.Add(group.Key.At, string.Join(", ", group), problem, group.Key.Remedy + otherwise);
        }
    }

    private (string Code, ConfigNode At, string Remedy) Cause(DatasetDefinition dataset, string code)
    {
        var level = PlatformFields.LevelOf(dataset, dataset.Fields.First(f => f.Code == code));
        return !PlatformFields.MaySee(platform, level)
                ? (code, root["disclosure"] ?? root, $"{ConfigWords.Of(level)} is a level that the platform may not see: let it have that level, or take the dataset off its list")
            : root["omit"]?[dataset.Code]?.Items.Find(node => node.Text == code) is { } omitted ? (code, omitted, "do not omit it")
            : (code, root["fields"]?[dataset.Code] ?? root, "add it to the list");
    }
}
