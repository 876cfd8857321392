using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>Several editions in one connector: every day must belong to exactly one of them.</summary>
internal sealed class ConnectorEditionChecks(ConnectorDefinition connector, ConfigNode root, FileFindings findings)
{
    /// <summary><paramref name="editions"/>: as the connector names them, oldest first.</summary>
    public void Run(IReadOnlyList<DatasetDefinition> editions)
    {
        foreach (var (edition, node) in root["mappingByEdition"]?.Properties ?? [])
        {
            if (!connector.Editions.Contains(edition))
            {
                findings.Add(node, edition, "the connector does not carry this edition", $"it carries: {string.Join(", ", connector.Editions)}");
            }
        }

        if (editions.Count < 2)
        {
            return;
        }

        var nodes = root.ItemsOf("edition");
        for (int i = 1; i < editions.Count; i++)
        {
            CheckNeighbours(nodes[i], editions[i - 1], editions[i]);
        }
    }

    private void CheckNeighbours(ConfigNode at, DatasetDefinition older, DatasetDefinition newer)
    {
        if (older.Effective.To is not { } to || newer.Effective.From is not { } from)
        {
            findings.Add(at, at.Text, $"the editions {older.Edition} and {newer.Edition} do not say when one follows the other", "give the older one \"effectiveTo\" and the newer one \"effectiveFrom\" in catalog/");
        }
        else if (to.AddDays(1) != from)
        {
            findings.Add(at, at.Text, $"edition {newer.Edition} does not begin the day after {older.Edition} ends: days between belong to neither or to both", "list the editions oldest first and close the gap in catalog/");
        }
    }
}
