using System.Text.Json;

namespace CreditHub.Connectors.Exchange;

/// <summary>The fields of one record's data, in the order of the catalog. Pure.</summary>
internal static class RecordFields
{
    /// <summary>Code and text of each field; nothing for a withdrawal. <paramref name="data"/> is a flat JSON object, as deliveries carry it.</summary>
    public static IReadOnlyList<(string Code, string Value)> Read(ReadOnlySpan<byte> data)
    {
        var fields = new List<(string, string)>();
        if (data.IsEmpty)
        {
            return fields;
        }

        var json = new Utf8JsonReader(data);
        string code = "";
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName)
            {
                code = json.GetString()!;
            }
            else if (json.TokenType is JsonTokenType.String)
            {
                fields.Add((code, json.GetString()!));
            }
            else if (json.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False)
            {
                fields.Add((code, System.Text.Encoding.UTF8.GetString(json.ValueSpan)));
            }
        }

        return fields;
    }
}
