using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CreditHub.Testing.Platforms;

/// <summary>
/// Another form of the same protocol, as strictly read as the protocol itself: own names, words, dates and paths, one record a call, answers inside an envelope with a
/// code. Maps go from the protocol's name to the platform's; "" = it has no such field. What is not in the form is refused.
/// </summary>
public sealed record PlatformForm
{
    /// <summary>Path of the protocol → the platform's; <c>{x}</c> stands for one part.</summary>
    public IReadOnlyDictionary<string, string> Paths { get; init; } = new Dictionary<string, string>();

    public required IReadOnlyDictionary<string, string> Packet { get; init; }

    public required IReadOnlyDictionary<string, string> Record { get; init; }

    public required IReadOnlyDictionary<string, string> Answer { get; init; }

    public IReadOnlyDictionary<string, string> Result { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Statuses { get; init; } = new Dictionary<string, string>();

    /// <summary>Error code of the protocol → the platform's.</summary>
    public required IReadOnlyDictionary<string, string> Codes { get; init; }

    public string Success { get; init; } = "0000";

    public bool OneRecord { get; init; }

    public string DateForm { get; init; } = "yyyyMMdd";

    public IReadOnlySet<string> DateFields { get; init; } = new HashSet<string>();

    public string TimeForm { get; init; } = "yyyyMMddHHmmss";

    /// <summary>The token is asked for as JSON with these two names and carried bare in this header; null: as the protocol has it.</summary>
    public (string Id, string Secret, string Header)? Token { get; init; }

    /// <summary>The protocol's path, or null: no such path here.</summary>
    internal string? ProtocolPath(string path)
    {
        foreach (var (ours, theirs) in Paths)
        {
            var match = Regex.Match(path, "^" + Regex.Replace(Regex.Escape(theirs).Replace("\\{", "{", StringComparison.Ordinal), "{([a-zA-Z]+)}", "(?<$1>[^/]+)") + "$");
            if (match.Success)
            {
                return Regex.Replace(ours, "{([a-zA-Z]+)}", part => match.Groups[part.Groups[1].Value].Value);
            }
        }

        return Paths.Count == 0 ? path : null;
    }

    /// <summary>The packet as the protocol writes it; what breaks the form comes out as something no protocol reader takes.</summary>
    internal byte[] ToProtocol(byte[] body)
    {
        try
        {
            var theirs = JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!.AsObject();
            var packet = new JsonObject();
            foreach (string name in (string[])["packetId", "sender", "dataset", "edition", "sentAt"])
            {
                packet[name] = Packet[name].Length == 0 ? Unsaid(name) : Take(theirs, Packet[name]);
            }

            packet["sentAt"] = Packet["sentAt"].Length == 0 ? "2026-11-20T09:00:00+08:00"
                : DateTime.ParseExact((string)packet["sentAt"]!, TimeForm, CultureInfo.InvariantCulture).ToString("yyyy-MM-ddTHH:mm:ss+08:00", CultureInfo.InvariantCulture);
            var count = Packet["count"].Length == 0 ? null : Take(theirs, Packet["count"]);
            var given = Packet["records"].Length == 0 ? theirs : Take(theirs, Packet["records"]);
            var records = OneRecord ? [ToRecord(given.AsObject())] : new JsonArray([.. given.AsArray().Select(r => (JsonNode)ToRecord(r!.AsObject()))]);
            packet["count"] = count ?? records.Count;
            packet["records"] = records;
            return theirs.Count > 0 ? Broken("unknown field " + theirs.First().Key) : JsonSerializer.SerializeToUtf8Bytes(packet);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or NullReferenceException)
        {
            return Broken(wrong.Message);
        }
    }

    /// <summary>An answer of the protocol in this form. Errors of the caller come with 200 and a code.</summary>
    internal (int Status, byte[] Body) FromProtocol(int status, byte[] body)
    {
        var ours = JsonNode.Parse(body)!.AsObject();
        if (status is 400 or 404 or 409 or 413)
        {
            return (200, Say(Codes.GetValueOrDefault((string?)ours["code"] ?? "", "9999"), (string?)ours["message"], null));
        }

        if (status is not (200 or 202))
        {
            return (status, Say("8888", (string?)ours["message"], null));
        }

        if (ours["receiptNo"] is null)
        {
            return (status, Say(Success, null, ours));
        }

        return OneRecord ? (status, One(ours)) : (status, Say(Success, null, FromReceipt(ours)));
    }

    private byte[] One(JsonObject ours)
    {
        var result = ours["results"]?.AsArray().FirstOrDefault();
        string word = (string?)result?["status"] ?? "PENDING";
        return word switch
        {
            "REJECTED" => Say((string)result!["code"]!, (string?)result["message"], null),
            "PENDING" => Say(Codes["PENDING"], null, null),
            _ => Say(Success, null, FromReceipt(ours)),
        };
    }

    private JsonObject FromReceipt(JsonObject ours)
    {
        var theirs = new JsonObject();
        foreach (string name in (string[])["packetId", "receiptNo"])
        {
            if (Answer[name].Length > 0)
            {
                theirs[Answer[name]] = ours[name]!.DeepClone();
            }
        }

        if (Answer["results"].Length > 0 && ours["results"] is JsonArray results)
        {
            theirs[Answer["results"]] = new JsonArray([.. results.Select(result => (JsonNode)new JsonObject([.. result!.AsObject()
                .Where(p => Result[p.Key].Length > 0)
                .Select(p => KeyValuePair.Create(Result[p.Key], p.Key == "status" ? Statuses[(string)p.Value!] : p.Value?.DeepClone()))]))]);
        }

        return theirs;
    }

    private JsonObject ToRecord(JsonObject theirs)
    {
        var record = new JsonObject();
        foreach (string name in (string[])["recordId", "version"])
        {
            record[name] = Take(theirs, Record[name]);
        }

        record["operation"] = Ours((string)Take(theirs, Record["operation"])!);
        if ((string)record["operation"]! == "WITHDRAW")
        {
            record["reason"] = Ours((string)Take(theirs, Record["reason"])!);
        }
        else
        {
            var data = Record["data"].Length > 0 ? Take(theirs, Record["data"]).AsObject() : theirs;
            record["data"] = new JsonObject([.. data.ToList().Select(field => KeyValuePair.Create(field.Key, (JsonNode?)Field(field.Key, (string)field.Value!)))]);
            data.Clear();
        }

        return theirs.Count == 0 ? record : throw new FormatException("unknown field of a record: " + theirs.First().Key);
    }

    private string Field(string name, string value) => !DateFields.Contains(name) ? value
        : DateOnly.ParseExact(value, DateForm, CultureInfo.InvariantCulture).ToString("yyyy/MM/dd", CultureInfo.InvariantCulture);

    private string Ours(string word) => Words.Single(w => w.Value == word).Key;

    private static JsonNode Take(JsonObject from, string name)
    {
        var value = from[name] ?? throw new KeyNotFoundException(name);
        from.Remove(name);
        return value;
    }

    private static JsonNode Unsaid(string name) => name switch
    {
        "sender" => "411000",
        "edition" => "2019",
        _ => throw new FormatException(name + " cannot be left out"),
    };

    private static byte[] Broken(string problem) => JsonSerializer.SerializeToUtf8Bytes(new { broken = problem });

    private static byte[] Say(string code, string? message, JsonObject? data) => JsonSerializer.SerializeToUtf8Bytes(new { code, msg = message ?? "ok", data = data?.DeepClone() });
}
