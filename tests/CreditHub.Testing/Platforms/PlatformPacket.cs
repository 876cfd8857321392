using System.Text.Json;

namespace CreditHub.Testing.Platforms;

/// <summary>A packet read from its bytes, strictly: every envelope field present, of its form, and none besides.</summary>
internal sealed record PlatformPacket(string PacketId, string Sender, string Dataset, string Edition, IReadOnlyList<PlatformRecord> Records)
{
    private static readonly string[] Reasons = ["REPAIR", "OBJECTION", "EXPIRED", "REVOKED", "DELETED", "EXEMPT"];
    private static readonly string[] Names = ["packetId", "sender", "dataset", "edition", "sentAt", "count", "records"];
    private static readonly string[] RecordNames = ["recordId", "version", "operation", "reason", "data"];
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The packet, or null and what is wrong with it.</summary>
    public static PlatformPacket? Read(byte[] body, out string problem)
    {
        try
        {
            // Not disposed: the records keep pointing into it for as long as they are looked at.
            var root = JsonDocument.Parse(body, Strict).RootElement;
            problem = root.ValueKind == JsonValueKind.Object ? Problem(root) : "the body is not an object";
            if (problem.Length > 0)
            {
                return null;
            }

            var records = root.GetProperty("records").EnumerateArray().Select(Record).ToList();
            return new(Text(root, "packetId"), Text(root, "sender"), Text(root, "dataset"), Text(root, "edition"), records);
        }
        catch (JsonException e)
        {
            problem = "not JSON: " + e.Message;
            return null;
        }
    }

    private static string Problem(JsonElement root)
    {
        if (root.EnumerateObject().FirstOrDefault(p => !Names.Contains(p.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } other)
        {
            return "unknown envelope field " + other.Name;
        }

        if (Names.FirstOrDefault(n => !root.TryGetProperty(n, out _)) is { } missing)
        {
            return "envelope field missing: " + missing;
        }

        var records = root.GetProperty("records");
        return (Guid.TryParseExact(Text(root, "packetId"), "D", out _), IsRegion(Text(root, "sender")),
                DateTimeOffset.TryParse(Text(root, "sentAt"), System.Globalization.CultureInfo.InvariantCulture, out _), records.ValueKind) switch
        {
            (false, _, _, _) => "packetId is not a UUID",
            (_, false, _, _) => "sender is not a region code",
            (_, _, false, _) => "sentAt is not a time",
            (_, _, _, not JsonValueKind.Array) => "records is not a list",
            _ when records.GetArrayLength() == 0 => "no records",
            _ when root.GetProperty("count").ToString() != records.GetArrayLength().ToString(System.Globalization.CultureInfo.InvariantCulture) =>
                "count differs from the number of records",
            _ => records.EnumerateArray().Select(RecordProblem).FirstOrDefault(p => p.Length > 0) ?? "",
        };
    }

    private static string RecordProblem(JsonElement record)
    {
        if (record.ValueKind != JsonValueKind.Object || record.EnumerateObject().Any(p => !RecordNames.Contains(p.Name)))
        {
            return "a record is not an object, or has an unknown envelope field";
        }

        if (!record.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number) || number < 1)
        {
            return "a version is not a number from 1";
        }

        if (!IsRecordId(Text(record, "recordId")))
        {
            return "a recordId is not 64 lower-case hex digits";
        }

        bool hasData = record.TryGetProperty("data", out var data);
        return Text(record, "operation") switch
        {
            "PUBLISH" when data.ValueKind != JsonValueKind.Object => "PUBLISH without data",
            "PUBLISH" when record.TryGetProperty("reason", out _) => "PUBLISH with a reason",
            "WITHDRAW" when hasData => "WITHDRAW with data",
            "WITHDRAW" when !Reasons.Contains(Text(record, "reason")) => "WITHDRAW without a known reason",
            "PUBLISH" or "WITHDRAW" => "",
            _ => "unknown operation",
        };
    }

    private static PlatformRecord Record(JsonElement record) => new(
        Text(record, "recordId"),
        record.GetProperty("version").GetInt32(),
        Text(record, "operation"),
        record.TryGetProperty("reason", out var reason) ? reason.GetString() : null,
        record.TryGetProperty("data", out var data) ? data : default);

    private static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static bool IsRegion(string text) => text.Length == 6 && text.All(char.IsAsciiDigit);

    private static bool IsRecordId(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
