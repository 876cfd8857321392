using System.Text;
using System.Text.Json;
using System.Xml;
using CreditHub.Testing.Truth;

namespace CreditHub.Testing.Suppliers;

/// <summary>Rows as elements, each value in an element named for its column; the word NULL is an empty element.</summary>
internal static class FeedXml
{
    static FeedXml() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>A whole file, in the encoding its declaration names.</summary>
    public static byte[] Write(FeedLayout layout, JsonElement decoder, FeedTruth truth)
    {
        var encoding = decoder.TryGetProperty("encoding", out var name) && name.GetString() is { } word && word != "auto" ? Encoding.GetEncoding(word) : new UTF8Encoding(false);
        using var file = new MemoryStream();
        using (var writer = XmlWriter.Create(file, new XmlWriterSettings { Encoding = encoding, Indent = true }))
        {
            WriteRows(writer, layout, decoder.GetProperty("records").GetString()!.Split('/'), truth.Rows, null);
        }

        return file.ToArray();
    }

    /// <summary>A part of an answer, with the total where its path says.</summary>
    public static string Write(FeedLayout layout, string records, IEnumerable<TruthRow> rows, (string Path, int Count)? total)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            WriteRows(writer, layout, records.Trim('/').Split('/'), rows, total is { } t ? (t.Path.Split('/')[^1], t.Count) : null);
        }

        return text.ToString();
    }

    private static void WriteRows(XmlWriter writer, FeedLayout layout, string[] path, IEnumerable<TruthRow> rows, (string Name, int Count)? total)
    {
        writer.WriteStartElement(path[0]);
        if (total is { } t)
        {
            writer.WriteElementString(t.Name, XmlConvert.ToString(t.Count));
        }

        foreach (string around in path[1..^1])
        {
            writer.WriteStartElement(around);
        }

        foreach (var row in rows)
        {
            writer.WriteStartElement(path[^1]);
            var texts = layout.Line(row);
            for (int i = 0; i < texts.Count; i++)
            {
                writer.WriteElementString(layout.Headers[i], texts[i] == "NULL" ? "" : texts[i]);
            }

            writer.WriteEndElement();
        }

        writer.WriteEndDocument();
    }
}
