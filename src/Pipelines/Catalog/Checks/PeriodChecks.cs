using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>What the shape of a period cannot say: real days, in order.</summary>
internal static class PeriodChecks
{
    public static void Run(ConfigNode node, FileFindings findings, string from = "from", string to = "to")
    {
        var first = Day(node[from], findings);
        var last = Day(node[to], findings);
        if (first > last)
        {
            findings.Add(node[to]!, node[to]!.Text, $"the last day lies before the first ({node[from]!.Text})", $"exchange \"{from}\" and \"{to}\" or correct one of them");
        }
    }

    private static DateOnly? Day(ConfigNode? node, FileFindings findings)
    {
        if (node is null || node.Text.Length != 10)
        {
            return null;
        }

        var day = PeriodReader.Day(node.Text);
        if (day is null && node.Text.All(c => char.IsAsciiDigit(c) || c == '-'))
        {
            findings.Add(node, node.Text, "there is no such day", "write a day as YYYY-MM-DD");
        }

        return day;
    }
}
