using System.Text.Json;
using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.Rest.Requests;

/// <summary>A body with placeholders.</summary>
internal abstract class RequestBody
{
    public abstract IEnumerable<string> Names { get; }

    public abstract string ContentType { get; }

    public abstract byte[] Write(IReadOnlyDictionary<string, string> values);

    /// <summary>Null when there is none.</summary>
    public static RequestBody? Read(SettingsReader settings, SoapSettings? soap)
    {
        if (settings.Object("body") is not { } reader)
        {
            if (soap is not null)
            {
                settings.Add("body", null, "missing", "write the envelope as \"body\": { \"type\": \"xml\", \"template\": \"…\" }");
            }

            return null;
        }

        string type = reader.Choice("type", soap is null ? "json" : "xml", "json", "form", "xml");
        var template = reader.Element("template");
        RequestBody? body = type switch
        {
            "form" => FormBody.Read(reader),
            "xml" => XmlBody.Read(reader, template, soap),
            _ => JsonBody.Read(reader, template),
        };
        if (soap is not null && type != "xml")
        {
            reader.Add("type", type, "SOAP is XML", "write \"xml\"");
        }

        reader.Done();
        return body;
    }

    /// <summary>The template as one text: a text, or a list of lines.</summary>
    protected static string? Text(JsonElement? template) => template switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } lines when lines.EnumerateArray().All(l => l.ValueKind == JsonValueKind.String) =>
            string.Join('\n', lines.EnumerateArray().Select(l => l.GetString())),
        _ => null,
    };
}
