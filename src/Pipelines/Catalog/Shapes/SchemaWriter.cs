using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CreditHub.Pipelines.Catalog.Reading;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Pipelines.Catalog.Shapes;

/// <summary>Shape → JSON schema (draft 2020-12).</summary>
internal sealed class SchemaWriter(ConfigKinds kinds)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A whole schema file.</summary>
    public string File(ObjectShape shape)
    {
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema" };
        foreach (var (key, value) in Schema(shape).ToList())
        {
            schema[key] = value?.DeepClone();
        }

        return schema.ToJsonString(Format) + "\n";
    }

    private JsonObject Schema(Shape shape)
    {
        var schema = new JsonObject { ["description"] = shape.About };
        switch (shape)
        {
            case ObjectShape s:
                AddObject(schema, s);
                break;
            case TextOrObjectShape s:
                schema["anyOf"] = new JsonArray(Schema(s.Text), Schema(s.Object));
                break;
            case TextOrListShape s:
                schema["anyOf"] = new JsonArray(Schema(s.Text), Schema(s.List));
                break;
            case KindShape s:
                schema["type"] = "object";
                schema["anyOf"] = new JsonArray([.. Kinds(s.Role).Select(kind => Kind(kind.Name, kind.Schema, s.Named))]);
                break;
            case MapShape s:
                schema["type"] = "object";
                schema["additionalProperties"] = Schema(s.Value);
                break;
            case ListShape s:
                schema["type"] = "array";
                schema["items"] = Schema(s.Item);
                AddWhen(schema, "minItems", s.Least, s.Least > 0);
                break;
            case TextShape s:
                AddText(schema, s);
                break;
            case NumberShape s:
                schema["type"] = s.Whole ? "integer" : "number";
                schema["minimum"] = Number(s.Least);
                schema["maximum"] = Number(s.Most);
                break;
            default:
                schema["type"] = "boolean";
                break;
        }

        return schema;
    }

    private void AddObject(JsonObject schema, ObjectShape shape)
    {
        schema["type"] = "object";
        schema["additionalProperties"] = false;
        var required = shape.Keys.Where(key => key.Required).Select(key => (JsonNode)key.Name).ToArray();
        AddWhen(schema, "required", new JsonArray(required), required.Length > 0);
        var properties = new JsonObject();
        foreach (var key in shape.Keys)
        {
            properties[key.Name] = Schema(key.Shape);
        }

        schema["properties"] = properties;
    }

    private static void AddText(JsonObject schema, TextShape shape)
    {
        schema["type"] = "string";
        AddWhen(schema, "minLength", 1, !shape.MayBeEmpty && shape.Choices.Count == 0 && shape.Pattern is null);
        AddWhen(schema, "enum", new JsonArray([.. shape.Choices.Select(choice => (JsonNode)choice)]), shape.Choices.Count > 0);
        AddWhen(schema, "pattern", $"^(?:{shape.Pattern})$", shape.Pattern is not null);
    }

    /// <summary>A kind's own schema; where the settings name their kind themselves, with that key added.</summary>
    private static JsonObject Kind(string name, string settings, bool named)
    {
        var schema = JsonNode.Parse(settings)!.AsObject();
        schema.Insert(0, "title", name);
        if (named)
        {
            var properties = schema["properties"]?.AsObject() ?? [];
            schema["properties"] = properties;
            properties.Remove("kind");
            properties.Insert(0, "kind", new JsonObject { ["const"] = name });
            var required = schema["required"]?.AsArray() ?? [];
            schema["required"] = required;
            required.Insert(0, "kind");
        }

        return schema;
    }

    private IEnumerable<(string Name, string Schema)> Kinds(KindRole role) =>
        (role switch
        {
            KindRole.Source => All(kinds.Sources),
            KindRole.Decoder => All(kinds.Decoders),
            KindRole.Platform => All(kinds.Platforms),
        }).OrderBy(kind => kind.Name, StringComparer.Ordinal);

    private static IEnumerable<(string Name, string Schema)> All<T>(IReadOnlyList<IKind<T>> of) =>
        of.Select(kind => (kind.Name, kind.SettingsSchema));

    private static void AddWhen(JsonObject schema, string key, JsonNode value, bool wanted)
    {
        if (wanted)
        {
            schema[key] = value;
        }
    }

    /// <summary>Whole numbers without a decimal point.</summary>
    private static JsonNode Number(double number) => number == Math.Floor(number) ? (long)number : number;
}
