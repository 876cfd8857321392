namespace CreditHub.Connectors.Decoders;

/// <summary>Names found in a payload, for a person who looks for the right one: a few, cut, without control characters.</summary>
internal static class ShownNames
{
    private const int Most = 5;
    private const int Longest = 40;

    /// <summary>Empty when there are none.</summary>
    public static string Of(IReadOnlyCollection<string> names) => string.Join('、', names.Take(Most).Select(Cut)) + (names.Count > Most ? "…" : "");

    private static string Cut(string name) => string.Concat(name.EnumerateRunes().Take(Longest).Select(rune => System.Text.Rune.IsControl(rune) ? " " : rune.ToString())) + (name.Length > 2 * Longest ? "…" : "");
}
