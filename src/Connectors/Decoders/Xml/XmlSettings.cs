using System.Xml;
using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Decoders.Xml;

/// <summary>Where the records of an XML document are. <paramref name="Path"/>: local names from the root to a record. <paramref name="Beside"/>: of elements that stand beside records and are none.</summary>
internal sealed record XmlSettings(IReadOnlyList<string> Path, string Encoding, IReadOnlyList<string> Beside)
{
    private const int MaxParts = 16;

    public static XmlSettings Read(SettingsReader reader)
    {
        string written = reader.RequiredText("records");
        string[] parts = written.Split('/');
        if (written.Length > 0 && (parts.Length is < 2 or > MaxParts || !Array.TrueForAll(parts, IsName)))
        {
            reader.Add("records", written, "no path of element names from the root to a record", "write something like DATAS/DATA, without prefixes");
        }

        var settings = new XmlSettings(parts, reader.Choice("encoding", "auto", [.. TextEncoding.Names]), reader.TextList("beside"));
        return settings;
    }

    private static bool IsName(string text)
    {
        try
        {
            return text.Length > 0 && XmlConvert.VerifyNCName(text).Length > 0;
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
