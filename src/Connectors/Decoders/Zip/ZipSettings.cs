using System.IO.Enumeration;
using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Decoders.Zip;

/// <summary>Which entries of an archive are read, and what it may unpack to.</summary>
/// <param name="Entries">Pattern of entry names without their folder, with * and ?.</param>
/// <param name="MaxEntries">Entries of any name.</param>
/// <param name="MaxUnpackedMegabytes">All entries together.</param>
/// <param name="MaxRatio">Unpacked to packed size of an entry beyond 1 MiB.</param>
internal sealed record ZipSettings(string Entries, int MaxEntries, int MaxUnpackedMegabytes, int MaxRatio)
{
    public static ZipSettings Read(SettingsReader reader)
    {
        string pattern = reader.Text("entries", "*");
        if (pattern.Length == 0 || pattern.AsSpan().ContainsAny('/', '\\', '\0'))
        {
            reader.Add("entries", pattern, "a pattern names files without their folder", "write something like *.csv");
        }

        return new ZipSettings(
            pattern, reader.Integer("maxEntries", 1000, 1, 10_000), reader.Integer("maxUnpackedMegabytes", 4096, 1, 65_536), reader.Integer("maxRatio", 100, 2, 1100));
    }

    /// <summary>Whether an entry of this name (without folder) is data.</summary>
    public bool Takes(string name) => name.Length > 0 && name[0] != '.' && FileSystemName.MatchesSimpleExpression(Entries, name, ignoreCase: true);
}
