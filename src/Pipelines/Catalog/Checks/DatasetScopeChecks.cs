using CreditHub.Pipelines.Catalog.Reading;
using CreditHub.Pipelines.Catalog.Shapes;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>What may be collected, and about whom: category or local basis, libraries.</summary>
internal sealed class DatasetScopeChecks(DatasetDefinition dataset, ConfigNode root, FileFindings findings)
{
    public void Run()
    {
        CheckCategory();
        CheckLibraries();
    }

    /// <summary>Information outside the national base catalogue and its local supplement may not be placed in a credit record.</summary>
    private void CheckCategory()
    {
        if (dataset.LocalBasis is not null || Words.Categories.Contains(dataset.Category))
        {
            return;
        }

        string near = NearestName.Of(dataset.Category, Words.Categories) is { } word ? $"did you mean \"{word}\"? " : "";
        findings.Add(
            root["category"] ?? root,
            dataset.Category,
            dataset.Category.Length == 0 ? "the dataset has no category" : "the category is not in the national base catalogue, so this information may not be collected",
            $"{near}write one of: {string.Join(", ", Words.Categories)}; or name in \"localBasis\" the local supplementary catalogue that allows it");
    }

    private void CheckLibraries()
    {
        if (root["libraries"] is not { } libraries)
        {
            return;
        }

        bool persons = dataset.Subject.PersonId is not null || dataset.Subject.PersonWhen is not null;
        bool said = dataset.Libraries.Contains(Words.Person);
        if (persons && !said)
        {
            findings.Add(libraries, string.Join(", ", dataset.Libraries), "the subject may be a natural person, but the libraries do not say so", $"add \"{Words.Person}\", or remove personId and personWhen from \"subject\"");
        }
        else if (said && !persons)
        {
            findings.Add(libraries, string.Join(", ", dataset.Libraries), "the libraries name natural persons, but nothing in \"subject\" tells who is one", $"add personId or personWhen to \"subject\", or remove \"{Words.Person}\"");
        }
    }
}
