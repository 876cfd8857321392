using CreditHub.Pipelines.Model;

namespace CreditHub.Worker.Commands;

/// <summary>Config findings as people read them.</summary>
internal static class FindingLines
{
    public static void Write(CommandOutput output, IReadOnlyList<ConfigFinding> findings)
    {
        output.Document(new { findings });
        foreach (var finding in findings)
        {
            output.Line(finding.ToString());
        }

        output.Note($"{findings.Count} {(findings.Count == 1 ? "finding" : "findings")} in the configuration. Correct them and try: credithub check");
    }
}
