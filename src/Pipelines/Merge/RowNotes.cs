using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Merge;

/// <summary>Small JSON texts the books keep beside a row.</summary>
internal static class RowNotes
{
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Warnings and repairs of an accepted row, null when there are none.</summary>
    public static string? Write(Record record)
    {
        if (record.Violations.Count == 0 && !record.Repairs.Exists(Tells))
        {
            return null;
        }

        return Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("warnings");
            foreach (var violation in record.Violations)
            {
                json.WriteStartObject();
                json.WriteString("rule", violation.Rule);
                json.WriteString("field", violation.Field);
                json.WriteString("message", violation.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("repairs");
            foreach (var repair in record.Repairs.Where(Tells))
            {
                json.WriteStartObject();
                json.WriteString("field", repair.Field);
                json.WriteString("rule", repair.Rule);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>A day written in another unambiguous form says nothing: most suppliers write none of theirs as the catalog does.</summary>
    private static bool Tells(Repair repair) => repair.Rule != "date";

    /// <summary>The raw row as received: one JSON object of column and text, or the raw text of a row that could not be split. U+0000 becomes U+2400, which the database can hold.</summary>
    public static string RawText(RawRecord raw) => Json(json =>
    {
        json.WriteStartObject();
        for (int i = 0; i < raw.Count; i++)
        {
            string name = raw.Fault is null && i < raw.Columns.Count ? raw.Columns[i] : $"#{i + 1}";
            json.WriteString(Storable(name), Storable(Encoding.UTF8.GetString(raw[i])));
        }

        json.WriteEndObject();
    });

    private static string Storable(string text) => text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\u2400') : text;

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, s_readable);
        write(json);
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
