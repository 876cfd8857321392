using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Platforms.PlatformApi.Wire;

/// <summary>How a platform writes what the protocol says: names of fields, words, codes, dates, what lies around an answer, one record a call.</summary>
internal sealed record WireForm
{
    private static readonly string[] s_statuses = ["ACCEPTED", "DUPLICATE", "STALE", "REJECTED", "PENDING"];
    private static readonly string[] s_refusals = ["BAD_PACKET", "BAD_DIGEST", "UNKNOWN_DATASET", "TOO_LARGE", "LATER", "TOKEN", "NOT_RECEIVED", "FORBIDDEN", "TROUBLE"];
    private static readonly string[] s_words =
    [
        "PUBLISH", "WITHDRAW", "REPAIR", "OBJECTION", "EXPIRED", "REVOKED", "DELETED", "EXEMPT", "PUBLISHED", "WITHDRAWN", "QUALITY", "CORRECTION",
    ];

    public required WireNames Packet { get; init; }

    public required WireNames Record { get; init; }

    public required WireNames Answer { get; init; }

    public required WireNames Result { get; init; }

    public required WireNames List { get; init; }

    public required WireNames Limits { get; init; }

    /// <summary>Words of the protocol → theirs.</summary>
    public required IReadOnlyDictionary<string, string> Words { get; init; }

    /// <summary>Their words for a record's status → the protocol's; empty: the protocol's own.</summary>
    public required IReadOnlyDictionary<string, string> Statuses { get; init; }

    /// <summary>Their codes of failure → what it means; "*" = any other.</summary>
    public required IReadOnlyDictionary<string, string> Codes { get; init; }

    public required IReadOnlyList<string> Success { get; init; }

    /// <summary>Where every answer says how it went; null: by HTTP alone.</summary>
    public JsonPath? Code { get; init; }

    public JsonPath? Message { get; init; }

    /// <summary>Where the answer proper lies; null: it is the whole.</summary>
    public JsonPath? Inside { get; init; }

    /// <summary>Of dates in data, .NET notation.</summary>
    public required string DateForm { get; init; }

    /// <summary>Fields whose value is a date; empty: every value of a date's shape.</summary>
    public required IReadOnlyList<string> DateFields { get; init; }

    /// <summary>Of <c>sentAt</c>; "" = ISO 8601 with offset.</summary>
    public required string TimeForm { get; init; }

    public required bool OneRecord { get; init; }

    /// <summary>JSON schema of the setting <c>wire</c>.</summary>
    public const string Schema = """
        {
          "type": "object",
          "additionalProperties": false,
          "description": "How the platform writes what the protocol says, where it differs",
          "properties": {
            "oneRecord": { "type": "boolean", "default": false, "description": "One record a call: records is an object, or empty: its fields stand beside the packet's" },
            "packet": { "type": "object", "additionalProperties": { "type": "string" }, "description": "Protocol name → theirs (empty: left out): packetId sender dataset edition sentAt count records" },
            "record": { "type": "object", "additionalProperties": { "type": "string" }, "description": "recordId version operation reason data (empty: the fields stand beside)" },
            "words": { "type": "object", "additionalProperties": { "type": "string" }, "description": "PUBLISH WITHDRAW, reasons, PUBLISHED WITHDRAWN, kinds of feedback → their words" },
            "dateForm": { "enum": ["yyyy/MM/dd", "yyyyMMdd", "yyyy-MM-dd"], "default": "yyyy/MM/dd", "description": "Of dates in data" },
            "dateFields": { "type": "array", "items": { "type": "string" }, "description": "Fields that are dates; absent: every value of a date's shape" },
            "timeForm": { "enum": ["iso", "yyyyMMddHHmmss", "yyyy-MM-dd HH:mm:ss"], "default": "iso", "description": "Of sentAt, Beijing time" },
            "code": { "type": "string", "description": "Where an answer says how it went, such as $.code" },
            "success": { "type": "array", "items": { "type": "string" }, "description": "Codes that mean success" },
            "codes": { "type": "object", "additionalProperties": { "type": "string" }, "description": "Codes of failure → BAD_PACKET BAD_DIGEST UNKNOWN_DATASET TOO_LARGE LATER TOKEN NOT_RECEIVED FORBIDDEN TROUBLE, with oneRecord also a record's status; * = any other" },
            "message": { "type": "string", "description": "Where an answer says why" },
            "inside": { "type": "string", "description": "Where the answer proper lies, such as $.data" },
            "answer": { "type": "object", "additionalProperties": { "type": "string" }, "description": "packetId receiptNo results (empty: success means that all records are taken)" },
            "result": { "type": "object", "additionalProperties": { "type": "string" }, "description": "recordId version status code field message" },
            "statuses": { "type": "object", "additionalProperties": { "enum": ["ACCEPTED", "DUPLICATE", "STALE", "REJECTED", "PENDING"] }, "description": "Their words for a record's status" },
            "list": { "type": "object", "additionalProperties": { "type": "string" }, "description": "Of holdings and feedback: items next recordId version state feedbackId kind code field message at" },
            "limits": { "type": "object", "additionalProperties": { "type": "string" }, "description": "maxRecords maxBytes requestsPerMinute maxInFlight" }
          }
        }
        """;

    /// <summary>Null when the setting <c>wire</c> is absent: the protocol as it is.</summary>
    public static WireForm? Read(SettingsReader settings)
    {
        if (settings.Object("wire") is not { } reader)
        {
            return null;
        }

        bool one = reader.Flag("oneRecord");
        var form = new WireForm
        {
            OneRecord = one,
            Packet = WireNames.Read(reader, "packet", ["packetId", "sender", "dataset", "edition", "sentAt", "count", "records"], one ? [] : ["records"]),
            Record = WireNames.Read(reader, "record", ["recordId", "version", "operation", "reason", "data"], "recordId", "operation"),
            Answer = WireNames.Read(reader, "answer", ["packetId", "receiptNo", "results"]),
            Result = WireNames.Read(reader, "result", ["recordId", "version", "status", "code", "field", "message"], "recordId", "status"),
            List = WireNames.Read(reader, "list", ["items", "next", "recordId", "version", "state", "feedbackId", "kind", "code", "field", "message", "at"], "items", "recordId"),
            Limits = WireNames.Read(reader, "limits", ["maxRecords", "maxBytes", "requestsPerMinute", "maxInFlight"]),
            Words = ReadWords(reader),
            Statuses = ReadMeanings(reader, "statuses", s_statuses, "ACCEPTED"),
            Codes = ReadMeanings(reader, "codes", one ? [.. s_refusals, .. s_statuses] : s_refusals, null),
            Success = reader.TextList("success"),
            Code = JsonPath.Read(reader, "code", required: false), Message = JsonPath.Read(reader, "message", required: false), Inside = JsonPath.Read(reader, "inside", required: false),
            DateForm = reader.Choice("dateForm", "yyyy/MM/dd", "yyyy/MM/dd", "yyyyMMdd", "yyyy-MM-dd"),
            DateFields = reader.TextList("dateFields"),
            TimeForm = reader.Choice("timeForm", "iso", "iso", "yyyyMMddHHmmss", "yyyy-MM-dd HH:mm:ss") is var time && time == "iso" ? "" : time,
        };
        CheckCode(reader, form);
        reader.Done();
        return form;
    }

    private static void CheckCode(SettingsReader reader, WireForm form)
    {
        if ((form.Code is null) != (form.Success.Count == 0))
        {
            reader.Add("success", null, "code and success belong together", "say where the code stands (\"code\": \"$.code\") and which codes mean success (\"success\": [\"0000\"])");
        }

        if (form.Code is null && form.Answer["results"].Length == 0)
        {
            reader.Add("answer", "results", "without results and without a code nothing would say that records were taken", "name one of the two");
        }

        if (form.Success.Any(form.Codes.ContainsKey))
        {
            reader.Add("codes", form.Success.First(form.Codes.ContainsKey), "this code means success already", "write it once");
        }
    }

    private static Dictionary<string, string> ReadWords(SettingsReader reader)
    {
        var words = reader.TextMap("words");
        foreach (string unknown in words.Keys.Except(s_words))
        {
            reader.Add("words", unknown, "the protocol has no such word", "use some of: " + string.Join(", ", s_words));
        }

        return new Dictionary<string, string>(words, StringComparer.Ordinal);
    }

    private static Dictionary<string, string> ReadMeanings(SettingsReader reader, string key, IReadOnlyCollection<string> meanings, string? needed)
    {
        var map = reader.TextMap(key);
        foreach (var (word, meaning) in map.Where(m => !meanings.Contains(m.Value)))
        {
            reader.Add(key, meaning, $"\"{word}\" is given a meaning that does not exist", "use one of: " + string.Join(", ", meanings));
        }

        if (needed is not null && map.Count > 0 && !map.Values.Contains(needed))
        {
            reader.Add(key, null, $"no word means {needed}: nothing could ever be delivered", "name the word the platform writes for a record it took");
        }

        return new Dictionary<string, string>(map, StringComparer.Ordinal);
    }
}
