using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Platforms.PlatformApi.Wire;

/// <summary>What a platform calls the fields of one object of the protocol. "" = it has no such field.</summary>
internal sealed class WireNames
{
    private readonly Dictionary<string, string> _theirs;

    private WireNames(Dictionary<string, string> theirs) => _theirs = theirs;

    /// <summary>Their name of a field of the protocol; "" when they have none.</summary>
    public string this[string ours] => _theirs[ours];

    /// <summary>
    /// Reads a map from the protocol's names to theirs; what is not written keeps its name. <paramref name="needed"/>: may not be left out. Two fields of
    /// one object with one name are a finding.
    /// </summary>
    public static WireNames Read(SettingsReader reader, string key, IReadOnlyCollection<string> all, params ReadOnlySpan<string> needed)
    {
        var theirs = all.ToDictionary(name => name, name => name, StringComparer.Ordinal);
        foreach (var (ours, name) in reader.TextMap(key))
        {
            if (!theirs.ContainsKey(ours))
            {
                reader.Add(key, ours, "the protocol has no such field there", "use some of: " + string.Join(", ", all));
            }
            else if (name.Length > 60 || name.Any(c => char.IsControl(c) || c is '"' or '\\' or '.'))
            {
                reader.Add(key, name, $"not a name of a field (for {ours})", "write letters, digits, _ or -, or \"\" where the platform has no such field");
            }
            else
            {
                theirs[ours] = name;
            }
        }

        foreach (string ours in needed)
        {
            if (theirs[ours].Length == 0)
            {
                reader.Add(key, ours, "this field cannot be left out", "write the platform's name of it");
            }
        }

        foreach (var twice in theirs.Values.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            reader.Add(key, twice.Key, "two fields of one object have this name", "give each its own");
        }

        return new WireNames(theirs);
    }
}
