using System.Text.Json;
using System.Text.Json.Nodes;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders;

/// <summary>The format inside an archive: <c>"inner": { "kind": … }</c>, one of the plain formats. An archive in an archive is none of them.</summary>
internal sealed class InnerFormat(IReadOnlyList<IKind<IPayloadDecoder>> formats)
{
    /// <summary>Schema of an archive's settings. <paramref name="own"/>: the properties beside <c>inner</c>, as a JSON object.</summary>
    public string Schema(string own)
    {
        var properties = JsonNode.Parse(own)!.AsObject();
        properties["inner"] = new JsonObject
        {
            ["description"] = "The format of what is inside: kind and settings as for a decoder of its own",
            ["oneOf"] = new JsonArray([.. formats.Select(SchemaOf)]),
        };
        return new JsonObject { ["type"] = "object", ["required"] = new JsonArray("inner"), ["additionalProperties"] = false, ["properties"] = properties }.ToJsonString();
    }

    /// <summary>What makes the decoder of the inner format, by name of the connector; what is wrong with the setting is added to the reader's findings.</summary>
    public Func<string, IPayloadDecoder> Read(SettingsReader reader)
    {
        if (reader.Element("inner") is not { } settings)
        {
            reader.Add("inner", null, "missing", "add \"inner\": { \"kind\": \"Csv\" }");
        }
        else if (Find(settings) is not { } format)
        {
            reader.Add("inner.kind", null, "names no format", "use one of: " + string.Join(", ", formats.Select(f => f.Name)));
        }
        else
        {
            reader.Findings.AddRange(format.Validate(settings).Select(f => f with { Path = "$.inner" + f.Path[1..] }));
            return name => format.Create(name, settings);
        }

        return _ => throw new System.Diagnostics.UnreachableException();
    }

    private static JsonNode SchemaOf(IKind<IPayloadDecoder> format)
    {
        var schema = JsonNode.Parse(format.SettingsSchema)!.AsObject();
        schema["title"] = format.Name;
        schema["properties"]!["kind"] = new JsonObject { ["const"] = format.Name };
        var required = schema["required"]?.AsArray() ?? [];
        schema["required"] = new JsonArray([.. required.Select(name => name!.DeepClone()), "kind"]);
        return schema;
    }

    private IKind<IPayloadDecoder>? Find(JsonElement inner) =>
        inner is { ValueKind: JsonValueKind.Object } && inner.TryGetProperty("kind", out var kind) && kind.ValueKind == JsonValueKind.String
            ? formats.FirstOrDefault(format => format.Name == kind.GetString())
            : null;
}
