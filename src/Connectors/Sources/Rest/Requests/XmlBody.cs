using System.Security;
using System.Text;
using System.Text.Json;
using System.Xml;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest.Requests;

/// <summary>An XML document, such as a SOAP envelope; values are escaped. A placeholder without a value is empty.</summary>
internal sealed class XmlBody(Template template, string contentType) : RequestBody
{
    public override IEnumerable<string> Names => template.Names;

    public override string ContentType => contentType;

    public static XmlBody Read(SettingsReader reader, JsonElement? written, SoapSettings? soap)
    {
        string? text = Text(written);
        if (string.IsNullOrWhiteSpace(text))
        {
            reader.Add("template", null, "an XML text is expected", "write it as one text or as a list of lines");
        }

        var template = RestRequest.ReadTemplate(reader, "template", text ?? "");
        if (!string.IsNullOrWhiteSpace(text) && Problem(template) is { } problem)
        {
            reader.Add("template", null, $"not well-formed XML: {problem}", "correct the template; attributes may stand in single quotes");
        }

        return new XmlBody(template, soap?.ContentType ?? "text/xml; charset=utf-8");
    }

    public override byte[] Write(IReadOnlyDictionary<string, string> values) => Encoding.UTF8.GetBytes(template.Fill(values, Escape) ?? "");

    private static string Escape(string value) => value.All(XmlConvert.IsXmlChar)
        ? SecurityElement.Escape(value)
        : throw new ConnectorException(FailureKind.Payload, "the supplier's cursor holds characters that XML cannot carry");

    private static string? Problem(Template template)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(template.Fill(Placeholder.All.ToDictionary(n => n, _ => "0")) ?? ""), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            while (reader.Read())
            {
            }

            return null;
        }
        catch (XmlException broken)
        {
            return $"line {broken.LineNumber}, column {broken.LinePosition}";
        }
    }
}
