using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>What a dataset says about effects: whom they name, what they do.</summary>
internal sealed class DatasetEffectChecks(DatasetDefinition dataset, ConfigNode root, KnownNames known, FileFindings findings, ConditionChecks conditions)
{
    public void Run()
    {
        foreach (var number in root.ItemsOf("numbers"))
        {
            Field(number, date: false);
        }

        if (root["dispute"]?["field"] is { } shown)
        {
            Field(shown, date: false);
        }

        if (root["effect"] is { } effect)
        {
            Field(effect["author"], date: false);
            Field(effect["document"], date: false);
            Field(effect["from"], date: true);
            Field(effect["to"], date: true);
            CheckNames(effect["names"]);
            CheckActs(effect.ItemsOf("acts"));
        }
    }

    private void CheckNames(ConfigNode? names)
    {
        if (names is null)
        {
            return;
        }

        foreach (string key in (string[])["dataset", "number", "name", "code"])
        {
            Field(names[key], date: false);
        }

        if ((names["dataset"] is null) == (names["in"] is null))
        {
            findings.Add(names, null, "it is not clear in which dataset the named record is", "write exactly one of \"dataset\" (a field) and \"in\" (a code)");
        }

        if (names["name"] is null && names["code"] is null)
        {
            findings.Add(names, null, "a number alone names no record: several authorities use the same", "name the subject too, by \"name\", \"code\" or both");
        }

        if (names["in"] is { Text.Length: > 0 } code)
        {
            CheckTarget(code);
        }
    }

    private void CheckTarget(ConfigNode code)
    {
        if (!known.Editions.TryGetValue(code.Text, out var editions))
        {
            findings.Add(code, code.Text, "this dataset is not in catalog/", KnownNames.Near(code.Text, [.. known.Editions.Keys]));
        }
        else if (editions.Select(edition => known.Datasets.GetValueOrDefault((code.Text, edition))).OfType<DatasetDefinition>().FirstOrDefault(d => d.Numbers.Count == 0) is { } bare)
        {
            findings.Add(code, code.Text, $"{bare.File} does not say by which numbers its records are named", "add \"numbers\" there");
        }
    }

    private void CheckActs(IReadOnlyList<ConfigNode> acts)
    {
        ListChecks.Once(acts, findings);
        foreach (var act in acts)
        {
            conditions.Check(act["when"]);
            Field(act["field"], date: false);
            Field(act["value"], date: false);
            bool corrects = act.TextOf("action") == "correct";
            if (corrects && (act["field"] is null || act["value"] is null))
            {
                findings.Add(act["action"]!, "correct", "it is not clear what is corrected", "name the fields with the wrong field's name (\"field\") and the right value (\"value\")");
            }
            else if (!corrects && (act["field"] ?? act["value"]) is { } idle)
            {
                findings.Add(idle, idle.Text, "only a correction has a field and a value", "remove it, or write \"action\": \"correct\"");
            }
        }

        foreach (var after in acts.SkipWhile(act => act["when"] is not null).Skip(1))
        {
            findings.Add(after, after.TextOf("id"), "an entry before it fits every record, so it is never reached", "give the entry before it a \"when\", or put it last");
        }
    }

    private void Field(ConfigNode? node, bool date)
    {
        if (node is null || conditions.CheckField(node, node.Text) is not { } field)
        {
            return;
        }

        if (date != (field.Type == FieldType.Date))
        {
            findings.Add(node, node.Text, date ? "this is a field that is no date" : "this is a date field", date ? "name a field of type date" : $"name a text field of {dataset.Code}");
        }
    }
}
