using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>Checks of lists whose entries have an id.</summary>
internal static class ListChecks
{
    /// <summary>Each id once.</summary>
    public static void Once(IReadOnlyList<ConfigNode> nodes, FileFindings findings)
    {
        var seen = new HashSet<string>();
        foreach (var id in nodes.Select(node => node["id"]).OfType<ConfigNode>().Where(id => !seen.Add(id.Text)))
        {
            findings.Add(id, id.Text, "the id stands twice in this list", "give each its own id");
        }
    }
}
