using System.Globalization;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Worker.Commands;

/// <summary>One edition of a dataset in full.</summary>
internal static class CatalogPage
{
    public static void Write(CommandOutput output, DatasetDefinition dataset, CatalogSnapshot snapshot)
    {
        string period = CatalogText.Period(dataset.Effective);
        output.Line($"{dataset.Code} {dataset.Name}");
        output.Line($"edition {dataset.Edition}{(period.Length > 0 ? $", for records {period}" : "")} (config/{dataset.File})");
        output.Line();
        foreach (var (name, value) in Facts(dataset, snapshot).Where(fact => fact.Value.Length > 0))
        {
            output.Line($"  {name,-15} {value}");
        }

        Section(output, "Fields", ["field", "name", "type", "required", "rules", "remark"], dataset.Fields.Select(field => (string[])
            [field.Code, field.Name, CatalogText.Type(field), CatalogText.Obligation(field), CatalogText.Rules(field), CatalogText.Marks(field)]));
        Section(output, "Code lists", ["code", "name", "edition", "codes", "verified", "source"], dataset.Fields.Select(field => field.CodeSet).OfType<string>().Distinct()
            .Select(code => snapshot.CodeSets[code]).Select(set => (string[])
                [set.Code, set.Name, set.Edition, set.Items.Count.ToString(CultureInfo.InvariantCulture), set.Verified, set.Source]));
        Section(output, "At least one of", ["id", "fields", "when", "period"], dataset.AnyOf.Select(group => (string[])
            [group.Id, string.Join(", ", group.Fields), group.When ?? "", CatalogText.Period(group.Period)]));
        Section(output, "Checks", ["id", "severity", "check", "period", "message"], dataset.Checks.Select(check => (string[])
            [check.Id, ConfigWords.Of(check.Severity), check.Expression ?? $"{check.Rule}({string.Join(", ", check.Arguments)})", CatalogText.Period(check.Period), check.Message]));
        Section(output, "Kept back", ["when", "from", "period", "reason"], dataset.Withhold.Select(entry => (string[])
            [entry.When, entry.From == "all" ? "every platform" : "platforms that publish", CatalogText.Period(entry.Period), entry.Reason]));
        Section(output, "Fields left out", ["platform", "fields"], LeftOut(dataset, snapshot).Select(entry => (string[])[entry.Key, string.Join(", ", entry.Value)]));
        Section(output, "Publication terms", ["id", "when", "at most", "at least", "from", "period", "source"], dataset.Terms.Select(term => (string[])
        [
            term.Id, term.When ?? "", term.Months == 0 ? "not published" : Months(term.Months), term.MinimumMonths is { } least ? Months(least) : "",
            term.StartsFrom, CatalogText.Period(term.Period), term.Source,
        ]));
        output.Line();
    }

    private static IEnumerable<(string Name, string Value)> Facts(DatasetDefinition dataset, CatalogSnapshot snapshot) =>
    [
        ("category", dataset.Category),
        ("local basis", dataset.LocalBasis ?? ""),
        ("legal basis", string.Join("; ", dataset.LegalBasis)),
        ("consent", dataset.Consent ?? ""),
        ("nature", dataset.Nature),
        ("suppliers", dataset.Suppliers),
        ("due", dataset.UpdateCycle),
        ("deadline", dataset.Deadline is { } due ? string.Create(CultureInfo.InvariantCulture, $"{due.WorkingDays} working days after {due.FromField} ({due.Source})") : ""),
        ("disclosure", ConfigWords.Of(dataset.Disclosure)),
        ("libraries", string.Join(", ", dataset.Libraries)),
        ("kept", dataset.Retention is { } kept ? string.Create(CultureInfo.InvariantCulture, $"{kept.Years} years ({kept.Source})") : ""),
        ("own date", dataset.OwnDateField ?? "the day received"),
        ("identified by", string.Join(" + ", dataset.NaturalKey)),
        ("natural person", dataset.Subject.PersonWhen is { } when ? $"when {when}" : dataset.Subject.PersonId is not null ? "always" : "never"),
        ("connectors", string.Join(", ", Connectors(dataset, snapshot))),
        ("platforms", string.Join(", ", Platforms(dataset, snapshot))),
        ("verified", dataset.Verified),
        ("source", dataset.Source),
        ("note", dataset.Note ?? ""),
    ];

    /// <summary>Connectors that carry the edition.</summary>
    public static IEnumerable<string> Connectors(DatasetDefinition dataset, CatalogSnapshot snapshot) => snapshot.Connectors.Values
        .Where(c => c.Dataset == dataset.Code && c.Editions.Contains(dataset.Edition)).Select(c => c.Name).Order(StringComparer.Ordinal);

    /// <summary>Platforms that take the dataset at its disclosure level.</summary>
    public static IEnumerable<string> Platforms(DatasetDefinition dataset, CatalogSnapshot snapshot) => snapshot.Platforms.Values
        .Where(p => p.Enabled && (p.Datasets.Contains("*") || p.Datasets.Contains(dataset.Code)) && p.Disclosure.Contains(dataset.Disclosure))
        .Select(p => p.Name).Order(StringComparer.Ordinal);

    /// <summary>Platform → fields of the dataset that it is not sent.</summary>
    public static SortedDictionary<string, IReadOnlyList<string>> LeftOut(DatasetDefinition dataset, CatalogSnapshot snapshot) => new(
        Platforms(dataset, snapshot).ToDictionary(name => name, name => snapshot.Platforms[name].FieldsLeftOut(dataset)).Where(entry => entry.Value.Count > 0).ToDictionary(),
        StringComparer.Ordinal);

    private static void Section(CommandOutput output, string title, IReadOnlyList<string> columns, IEnumerable<string[]> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        // A column in which nothing stands only takes width.
        int[] shown = [.. Enumerable.Range(0, columns.Count).Where(i => all.Exists(row => row[i].Length > 0))];
        output.Line();
        output.Line(title);
        output.Table([.. shown.Select(i => columns[i])], all.Select(row => (IReadOnlyList<string>)[.. shown.Select(i => row[i])]));
    }

    private static string Months(int months) => months % 12 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{months / 12} {(months == 12 ? "year" : "years")}")
        : string.Create(CultureInfo.InvariantCulture, $"{months} {(months == 1 ? "month" : "months")}");
}
