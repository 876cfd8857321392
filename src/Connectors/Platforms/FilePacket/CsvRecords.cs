using System.Globalization;
using System.Text;
using CreditHub.Connectors.Exchange;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>RFC 4180, UTF-8 without a mark, CR LF, a header; the columns are those of our envelope and then every field that occurs, in order of first sight. Pure.</summary>
internal static class CsvRecords
{
    private static readonly string[] Envelope = ["recordId", "version", "operation", "reason"];

    public static byte[] Write(Delivery delivery)
    {
        var rows = delivery.Records.Select(record => (Record: record, Fields: RecordFields.Read(record.Data.Span))).ToList();
        var columns = rows.SelectMany(row => row.Fields).Select(field => field.Code).Distinct(StringComparer.Ordinal).ToList();
        var text = new StringBuilder();
        Line(text, [.. Envelope, .. columns]);
        foreach (var (record, fields) in rows)
        {
            var values = fields.ToDictionary(field => field.Code, field => field.Value, StringComparer.Ordinal);
            bool publish = record.Operation == Operation.Publish;
            Line(text,
            [
                record.Id.ToString(), record.Version.ToString(CultureInfo.InvariantCulture), publish ? "PUBLISH" : "WITHDRAW", publish ? "" : record.Reason ?? "",
                .. columns.Select(column => values.GetValueOrDefault(column, "")),
            ]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Line(StringBuilder text, IReadOnlyList<string> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            bool quote = values[i].AsSpan().ContainsAny(",\"\r\n");
            text.Append(i == 0 ? "" : ",").Append(quote ? $"\"{values[i].Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : values[i]);
        }

        text.Append("\r\n");
    }
}
