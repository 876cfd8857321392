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

    /// <summary>
    /// Whether the content is what <see cref="ContentWriter"/> writes for this plan: no field that the catalog has lost since. A look at the names only, without
    /// reading values: a tenth of the cost of reading and writing it again.
    /// </summary>
    public static bool IsOf(ReadOnlySpan<byte> content, DatasetPlan plan)
    {
        if (content.Length < 2 || content[0] != '{')
        {
            return false;
        }

        var rest = content[1..];
        foreach (var field in plan.Fields)
        {
            var name = rest.Length == content.Length - 1 ? field.JsonName.AsSpan(1) : field.JsonName; // the first has no comma before it
            if (rest.StartsWith(name))
            {
                rest = rest[name.Length..];
                int end;
                while ((end = rest.IndexOfAny((byte)'"', (byte)'\\')) >= 0 && rest[end] == '\\' && end + 2 <= rest.Length)
                {
                    rest = rest[(end + 2)..];
                }

                if (end < 0)
                {
                    return false;
                }

                rest = rest[(end + 1)..];
            }
        }

        return rest.SequenceEqual("}"u8);
    }
}
