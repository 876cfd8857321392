using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>Nothing forbidden can be configured by accident: datasets, fields, aliases and mapped columns.</summary>
internal static class ForbiddenChecks
{
    /// <summary>An entry that names nothing forbids nothing.</summary>
    public static void CheckList(ConfigNode root, FileFindings findings)
    {
        foreach (var node in root.ItemsOf("entries").Where(node => node["words"] is null && node["codes"] is null))
        {
            findings.Add(node, node.TextOf("reason"), "the entry names neither words nor codes", "add \"words\" or \"codes\", or remove the entry");
        }
    }

    public static void Run(ConfigNode root, ForbiddenNames forbidden, FileFindings findings)
    {
        Check(root["code"], forbidden, findings);
        Check(root["name"], forbidden, findings);
        foreach (var field in root.ItemsOf("fields"))
        {
            Check(field["code"], forbidden, findings);
            Check(field["name"], forbidden, findings);
            foreach (var alias in field.ItemsOf("aliases"))
            {
                Check(alias, forbidden, findings);
            }
        }
    }

    public static void Run(IEnumerable<ConfigNode> mappings, ForbiddenNames forbidden, FileFindings findings)
    {
        foreach (var mapping in mappings)
        {
            Check(mapping["column"], forbidden, findings);
            foreach (var column in mapping.ItemsOf("columns"))
            {
                Check(column, forbidden, findings);
            }
        }
    }

    private static void Check(ConfigNode? node, ForbiddenNames forbidden, FileFindings findings)
    {
        if (node is { Text.Length: > 0 } && forbidden.Of(node.Text) is { } entry)
        {
            string consent = entry.UnlessConsent ? ", or name in \"consent\" of the dataset the written consent it rests on" : "";
            findings.Add(node, node.Text, $"this must not be collected: {entry.Reason} ({entry.Source})", $"remove it{consent}");
        }
    }
}
