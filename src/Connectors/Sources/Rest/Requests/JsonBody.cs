using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.Rest.Requests;

/// <summary>
/// A JSON document whose texts are templates. A text that is only <c>{page}</c>, <c>{size}</c> or <c>{offset}</c> becomes a number; a property whose only
/// placeholder has no value is left out.
/// </summary>
internal sealed class JsonBody : RequestBody
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly JsonElement _template;
    private readonly Dictionary<string, Template> _texts = new(StringComparer.Ordinal);
    private readonly bool _numbersAsText;

    private JsonBody(JsonElement template, bool numbersAsText) => (_template, _numbersAsText) = (template, numbersAsText);

    public override IEnumerable<string> Names => _texts.Values.SelectMany(t => t.Names);

    public override string ContentType => "application/json; charset=utf-8";

    public static JsonBody Read(SettingsReader reader, JsonElement? template)
    {
        if (template is not { ValueKind: JsonValueKind.Object or JsonValueKind.Array })
        {
            reader.Add("template", null, "a JSON object is expected", "write { \"pageNum\": \"{page}\" }");
        }

        var body = new JsonBody((template ?? default).ValueKind == JsonValueKind.Undefined ? default : template!.Value.Clone(), reader.Choice("numbers", "number", "number", "text") == "text");
        body.Collect(reader, body._template, depth: 0);
        return body;
    }

    public override byte[] Write(IReadOnlyDictionary<string, string> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, _template, values);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void Collect(SettingsReader reader, JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when depth < 16:
                foreach (var property in element.EnumerateObject())
                {
                    Collect(reader, property.Value, depth + 1);
                }

                break;
            case JsonValueKind.Array when depth < 16:
                foreach (var item in element.EnumerateArray())
                {
                    Collect(reader, item, depth + 1);
                }

                break;
            case JsonValueKind.Object or JsonValueKind.Array:
                reader.Add("template", null, "nested more than 16 levels", "make it flatter");
                break;
            case JsonValueKind.String:
                string text = element.GetString()!;
                _texts[text] = RestRequest.ReadTemplate(reader, "template", text);
                break;
            default:
                break;
        }
    }

    private void Write(Utf8JsonWriter json, JsonElement element, IReadOnlyDictionary<string, string> values)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in element.EnumerateObject().Where(p => Has(p.Value, values)))
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.Value, values);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray().Where(i => Has(i, values)))
                {
                    Write(json, item, values);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                WriteText(json, _texts[element.GetString()!], values);
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }

    private bool Has(JsonElement element, IReadOnlyDictionary<string, string> values) =>
        element.ValueKind != JsonValueKind.String || _texts[element.GetString()!].OnlyName is not { } name || values.ContainsKey(name);

    private void WriteText(Utf8JsonWriter json, Template template, IReadOnlyDictionary<string, string> values)
    {
        string text = template.Fill(values) ?? "";
        if (!_numbersAsText && template.OnlyName is { } name && Placeholder.Numbers.Contains(name))
        {
            json.WriteRawValue(text);
            return;
        }

        json.WriteStringValue(text);
    }
}
