using System.CommandLine;
using System.Globalization;
using CreditHub.Pipelines.Catalog;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands;

/// <summary><c>catalog [CODE]</c>: what may be collected; one dataset in full. Reads the config only.</summary>
internal static class CatalogCommand
{
    private static readonly Argument<string?> Code = new("code") { Description = "dataset code, or a part of a code or name", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Edition = new("--edition") { Description = "only this edition" };

    public static Command Create(CommandLine line) =>
        line.Command("catalog", "list the datasets, or show one with its fields, rules, terms and legal basis", RunAsync, Code, Edition);

    private static Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        var (snapshot, whole) = HubConfig.LoadCatalog();
        if (!whole)
        {
            output.Note("Connectors and platforms are left out: the configuration has findings (credithub check).");
        }

        string? code = words.GetValue(Code);
        string? edition = words.GetValue(Edition);
        var wanted = snapshot.Datasets.Values.Where(d => edition is null || d.Edition == edition)
            .OrderBy(d => Place(d.Category)).ThenBy(d => d.Code, StringComparer.Ordinal).ThenBy(d => d.Edition, StringComparer.Ordinal).ToList();
        var exact = wanted.Where(d => string.Equals(d.Code, code, StringComparison.OrdinalIgnoreCase)).ToList();
        var found = exact.Count > 0 || code is null ? exact : wanted.Where(d => Matches(d, code)).ToList();
        if (code is null ? wanted.Count == 0 : found.Count == 0)
        {
            output.Note($"No dataset is called {code ?? edition}. All: credithub catalog");
            return Task.FromResult(ExitCode.Wrong);
        }

        if (code is not null && found.Select(d => d.Code).Distinct().Count() == 1)
        {
            output.Document(found.Select(d => Whole(d, snapshot)));
            found.ForEach(d => CatalogPage.Write(output, d, snapshot));
        }
        else
        {
            List(output, code is null ? wanted : found, snapshot);
        }

        return Task.FromResult(ExitCode.Done);
    }

    private static bool Matches(DatasetDefinition dataset, string part) =>
        dataset.Code.Contains(part, StringComparison.OrdinalIgnoreCase) || dataset.Name.Contains(part, StringComparison.OrdinalIgnoreCase);

    /// <summary>Categories in the order of the national catalogue, local ones behind.</summary>
    private static int Place(string category)
    {
        int place = ConfigWords.Categories.ToList().IndexOf(category);
        return place < 0 ? int.MaxValue : place;
    }

    private static void List(CommandOutput output, List<DatasetDefinition> datasets, CatalogSnapshot snapshot)
    {
        output.Document(datasets.Select(Brief));
        foreach (var category in datasets.GroupBy(d => d.Category))
        {
            output.Line();
            output.Line(category.Key.Length > 0 ? category.Key : "(local)");
            output.Table(
                ["code", "name", "editions", "suppliers", "due", "disclosure", "fields", "verified", "connectors"],
                category.GroupBy(d => d.Code).Select(editions => Row([.. editions], snapshot)));
        }

        output.Line();
        output.Line($"{datasets.Select(d => d.Code).Distinct().Count()} datasets in {datasets.Count} editions. One in full: credithub catalog CODE");
    }

    private static IReadOnlyList<string> Row(IReadOnlyList<DatasetDefinition> editions, CatalogSnapshot snapshot)
    {
        var newest = editions[^1];
        int verified = newest.Fields.Count(field => field.Verified);
        return
        [
            newest.Code, newest.Name, CatalogText.Editions(editions), newest.Suppliers, newest.UpdateCycle, ConfigWords.Of(newest.Disclosure),
            newest.Fields.Count.ToString(CultureInfo.InvariantCulture),
            verified == newest.Fields.Count ? "all" : string.Create(CultureInfo.InvariantCulture, $"{verified} of {newest.Fields.Count}"),
            string.Join(", ", editions.SelectMany(d => CatalogPage.Connectors(d, snapshot)).Distinct()),
        ];
    }

    private static object Brief(DatasetDefinition dataset) => new
    {
        dataset.Code, dataset.Edition, effectiveFrom = dataset.Effective.From, effectiveTo = dataset.Effective.To, dataset.Name, dataset.Category, dataset.LocalBasis,
        dataset.Suppliers, dataset.UpdateCycle, disclosure = ConfigWords.Of(dataset.Disclosure), fields = dataset.Fields.Count,
        verifiedFields = dataset.Fields.Count(field => field.Verified),
    };

    private static object Whole(DatasetDefinition dataset, CatalogSnapshot snapshot) => new
    {
        dataset, disclosure = ConfigWords.Of(dataset.Disclosure), connectors = CatalogPage.Connectors(dataset, snapshot), platforms = CatalogPage.Platforms(dataset, snapshot),
        leftOut = CatalogPage.LeftOut(dataset, snapshot),
    };
}
