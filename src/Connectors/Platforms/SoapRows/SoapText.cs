using System.Globalization;
using System.Security;
using System.Text;
using System.Xml;
using CreditHub.Connectors.Exchange;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.SoapRows;

/// <summary>Fills templates. Every value is escaped; a row inside an envelope is text and escaped as a whole. Pure.</summary>
internal static class SoapText
{
    /// <summary>The row of a record: what makes a delivery, the same for the same record.</summary>
    public static string Row(string template, DeliveryRecord record)
    {
        var fields = new StringBuilder();
        foreach (var (code, value) in RecordFields.Read(record.Data.Span))
        {
            string name = XmlConvert.EncodeLocalName(code);
            fields.Append('<').Append(name).Append('>').Append(Escape(value)).Append("</").Append(name).Append('>');
        }

        return Fill(template,
            ("recordId", record.Id.ToString()), ("version", record.Version.ToString(CultureInfo.InvariantCulture)),
            ("operation", record.Operation == Operation.Publish ? "PUBLISH" : "WITHDRAW"), ("reason", Escape(record.Reason ?? "")), ("fields", fields.ToString()));
    }

    /// <summary>The whole request.</summary>
    public static byte[] Request(SoapRowsSettings settings, string method, string token, string row) => Encoding.UTF8.GetBytes(Fill(
        settings.Envelope, ("namespace", Escape(settings.Namespace)), ("method", method), ("token", Escape(token)), ("row", Escape(row))));

    /// <summary>Whether a template is XML once its parts are filled.</summary>
    public static bool IsWellFormed(string template)
    {
        string filled = Fill(template,
            ("namespace", "n"), ("method", "m"), ("token", "t"), ("row", "r"), ("recordId", "r"), ("version", "1"), ("operation", "o"), ("reason", ""), ("fields", "<f/>"));
        try
        {
            using var xml = XmlReader.Create(new StringReader(filled), SoapAnswer.Safe);
            while (xml.Read())
            {
                continue;
            }

            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    /// <summary>One pass: what a value brings is never taken for a part of the template.</summary>
    private static string Fill(string template, params ReadOnlySpan<(string Part, string Value)> parts)
    {
        var text = new StringBuilder(template.Length + 256);
        for (int at = 0; at < template.Length;)
        {
            int end = template[at] == '{' ? template.IndexOf('}', at) : -1;
            string? value = null;
            foreach (var (part, filled) in parts)
            {
                value ??= end > 0 && template.AsSpan(at + 1, end - at - 1).SequenceEqual(part) ? filled : null;
            }

            text.Append(value ?? template[at].ToString());
            at = value is null ? at + 1 : end + 1;
        }

        return text.ToString();
    }

    private static string Escape(string text) => SecurityElement.Escape(text);
}
