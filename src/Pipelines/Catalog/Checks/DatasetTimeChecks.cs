using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>What changes with time in a dataset: own date, periods, publication terms.</summary>
internal sealed class DatasetTimeChecks(DatasetDefinition dataset, ConfigNode root, FileFindings findings, ConditionChecks conditions)
{
    public void Run()
    {
        PeriodChecks.Run(root, findings, "effectiveFrom", "effectiveTo");
        foreach (var node in root.ItemsOf("anyOf").Concat(root.ItemsOf("checks")))
        {
            PeriodChecks.Run(node, findings);
        }

        foreach (var node in root.ItemsOf("withhold"))
        {
            PeriodChecks.Run(node, findings, "since", "until");
        }

        CheckOwnDate();
        CheckTerms();
    }

    private void CheckOwnDate()
    {
        if (root["ownDate"] is { } own && conditions.CheckField(own, own.Text) is { Type: not FieldType.Date })
        {
            findings.Add(own, own.Text, "the record's own date is a field that is no date", "name a field of type date");
        }

        foreach (var (node, field) in root.ItemsOf("fields").Zip(dataset.Fields))
        {
            if (!field.Period.IsAlways && field.Code == dataset.OwnDateField)
            {
                findings.Add(node["from"] ?? node["to"]!, field.Code, "the own date decides what applies, so it cannot itself be limited in time", "remove \"from\" and \"to\" here");
            }
        }
    }

    private void CheckTerms()
    {
        var terms = root.ItemsOf("terms");
        ListChecks.Once(terms, findings);
        foreach (var (node, term) in terms.Zip(dataset.Terms))
        {
            PeriodChecks.Run(node, findings);
            conditions.Check(node["when"]);
            if (node["startsFrom"] is { } start && conditions.CheckField(start, start.Text) is { Type: not FieldType.Date })
            {
                findings.Add(start, start.Text, "the term starts at a field that is no date", "name a field of type date");
            }

            if (term.MinimumMonths > term.Months)
            {
                findings.Add(node["minimumMonths"]!, node["minimumMonths"]!.Text, "the least term is longer than the longest", "make minimumMonths at most months");
            }
        }
    }
}
