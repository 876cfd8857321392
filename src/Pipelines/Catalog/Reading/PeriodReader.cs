using System.Globalization;

namespace CreditHub.Pipelines.Catalog.Reading;

/// <summary>Node → period. A day that cannot be read counts as absent (it is a finding of the checks).</summary>
internal static class PeriodReader
{
    public static Period Read(ConfigNode node, string from = "from", string to = "to") =>
        node[from] is null && node[to] is null ? Period.Always : new Period(Day(node.TextOf(from)), Day(node.TextOf(to)));

    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
