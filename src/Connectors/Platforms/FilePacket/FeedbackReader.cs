using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using System.Xml;
using CreditHub.Connectors.Exchange;

namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>Bytes of a feedback file → what stands in it. Null when it is cut, not well formed or not feedback at all: then it says nothing.</summary>
internal static class FeedbackReader
{
    private static readonly XmlReaderSettings Safe = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 20 << 20, IgnoreComments = true, IgnoreProcessingInstructions = true,
    };

    public static Feedback? Read(byte[] bytes, PacketFormat format)
    {
        try
        {
            return !Utf8.IsValid(bytes) ? null : format switch
            {
                PacketFormat.Xml => Xml(bytes),
                PacketFormat.Csv => Csv(Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF')),
                PacketFormat.Json => Json(bytes),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (Exception broken) when (broken is JsonException or XmlException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Feedback? Json(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes, AnswerText.DocumentOptions);
        var root = document.RootElement;
        var results = new List<FeedbackResult>();
        if (root.TryGetProperty("results", out var list))
        {
            foreach (var item in list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object))
            {
                results.Add(new FeedbackResult(
                    Text(item, "recordId") ?? "", Text(item, "version") ?? "", Text(item, "status") ?? "", Text(item, "code"), Text(item, "field"), Text(item, "message")));
            }
        }

        return new Feedback(Text(root, "packetId") ?? Text(root, "number"), Text(root, "receiptNo"), Text(root, "status"), results);
    }

    private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : null
        : null;

    private static Feedback? Xml(byte[] bytes)
    {
        using var xml = XmlReader.Create(new MemoryStream(bytes), Safe);
        if (xml.MoveToContent() != XmlNodeType.Element)
        {
            return null;
        }

        string? packet = xml.GetAttribute("packetId") ?? xml.GetAttribute("number"), receipt = xml.GetAttribute("receiptNo"), whole = xml.GetAttribute("status");
        var results = new List<FeedbackResult>();
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "result")
            {
                results.Add(new FeedbackResult(
                    xml.GetAttribute("recordId") ?? "", xml.GetAttribute("version") ?? "", xml.GetAttribute("status") ?? "",
                    xml.GetAttribute("code"), xml.GetAttribute("field"), xml.GetAttribute("message")));
            }
        }

        return new Feedback(packet, receipt, whole, results);
    }

    /// <summary>Columns by name; a line without a record speaks of the packet. A last line without its end is still being written and does not count.</summary>
    private static Feedback? Csv(string text)
    {
        var lines = CsvLines.Read(text);
        if (lines.Count == 0)
        {
            return null;
        }

        var header = lines[0];
        string? At(IReadOnlyList<string> line, string column) => Index(header, column) is var at and >= 0 && at < line.Count && line[at].Length > 0 ? line[at] : null;
        if (Index(header, "recordId") < 0 || Index(header, "status") < 0)
        {
            return null;
        }

        var whole = lines.Skip(1).FirstOrDefault(line => At(line, "recordId") is null && At(line, "status") is not null);
        return new Feedback(
            null, lines.Skip(1).Select(line => At(line, "receiptNo")).FirstOrDefault(number => number is not null), whole is null ? null : At(whole, "status"),
            [.. lines.Skip(1).Where(line => At(line, "recordId") is not null && line.Count == header.Count).Select(line => new FeedbackResult(
                At(line, "recordId")!, At(line, "version") ?? "", At(line, "status") ?? "", At(line, "code"), At(line, "field"), At(line, "message")))]);
    }

    private static int Index(IReadOnlyList<string> header, string column)
    {
        for (int i = 0; i < header.Count; i++)
        {
            if (string.Equals(header[i].Trim(), column, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
