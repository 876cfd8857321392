using System.Text.Json;
using CreditHub.Pipelines.Catalog.Plans;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Stored content → values by ordinal: the way back of <see cref="ContentWriter"/>. A key the catalog does not name is left behind. Pure.</summary>
internal static class ContentReader
{
    public static RecordValues Read(ReadOnlySpan<byte> content, DatasetPlan plan)
    {
        var values = new RecordValues(plan.Fields.Length);
        var reader = new Utf8JsonReader(content);
        byte[] text = new byte[content.Length];
        int ordinal = -1;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                ordinal = plan.FieldsByCode.Find(reader.ValueSpan);
            }
            else if (reader.TokenType == JsonTokenType.String && ordinal >= 0)
            {
                int length = reader.CopyString(text);
                values.Set(ordinal, text.AsSpan(0, length));
            }
        }

        return values;
    }
}
