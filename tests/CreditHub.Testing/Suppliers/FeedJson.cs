using System.Text.Json.Nodes;
using CreditHub.Testing.Truth;

namespace CreditHub.Testing.Suppliers;

/// <summary>A row as a JSON object: plain amounts are numbers, the word NULL is null.</summary>
public static class FeedJson
{
    public static JsonObject Record(FeedLayout layout, TruthRow row)
    {
        var record = new JsonObject();
        var texts = layout.Line(row);
        for (int i = 0; i < texts.Count; i++)
        {
            bool amount = i < layout.Columns.Count && layout.Columns[i].Type == "decimal" && texts[i].Length > 0 && texts[i].All(c => char.IsAsciiDigit(c) || c == '.');
            record[layout.Headers[i]] = texts[i] == "NULL" ? null : amount ? JsonNode.Parse(texts[i].TrimEnd('.')) : texts[i];
        }

        return record;
    }
}
