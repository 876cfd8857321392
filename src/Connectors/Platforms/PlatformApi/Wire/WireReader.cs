using System.Buffers;
using System.Text.Json;
using CreditHub.Connectors.Exchange;
using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.PlatformApi.Wire;

/// <summary>
/// Turns a platform's answer into the protocol's, which is then read as strictly as any: what is not said clearly says nothing. A code of failure becomes the status
/// it means; a code nobody explained a 400 without a code of the protocol, which needs a person.
/// </summary>
internal sealed class WireReader(WireForm form)
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 32, AllowDuplicateProperties = false };
    private readonly Dictionary<string, string> _ours = form.Words.GroupBy(w => w.Value, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Key, StringComparer.Ordinal);

    /// <summary>The answer to a packet, or its receipt.</summary>
    public HttpAnswer Receipt(HttpAnswer answer, Delivery delivery) => Translate(answer, delivery, (json, inner) =>
    {
        json.WriteString("packetId", Named(inner, form.Answer["packetId"], delivery.PacketId.ToString("D")));
        json.WriteString("receiptNo", Named(inner, form.Answer["receiptNo"], delivery.PacketId.ToString("D")));
        if (form.Answer["results"].Length == 0)
        {
            Results(json, delivery.Records, record => Result(json, record, "ACCEPTED", null, null));
        }
        else if (inner.TryGetProperty(form.Answer["results"], out var results) && results.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
        {
            Results<JsonElement>(json, results.ValueKind == JsonValueKind.Array ? results.EnumerateArray() : [results], result => Result(json, result, delivery));
        }
    });

    /// <summary>A page of holdings or feedback.</summary>
    public HttpAnswer Page(HttpAnswer answer) => Translate(answer, null, (json, inner) =>
    {
        if (inner.TryGetProperty(form.List["items"], out var items) && items.ValueKind == JsonValueKind.Array)
        {
            json.WriteStartArray("items");
            foreach (var item in items.EnumerateArray())
            {
                Copy(json, item, form.List, "recordId", "version", "state", "feedbackId", "kind", "code", "field", "message", "at");
            }

            json.WriteEndArray();
        }

        if (Value(inner, form.List["next"]) is { Length: > 0 } next)
        {
            json.WriteString("next", next);
        }
    });

    /// <summary>What the platform states at its limits.</summary>
    public HttpAnswer Limits(HttpAnswer answer) => Translate(answer, null, (json, inner) =>
    {
        foreach (string name in (ReadOnlySpan<string>)["maxRecords", "maxBytes", "requestsPerMinute", "maxInFlight"])
        {
            if (int.TryParse(Value(inner, form.Limits[name]), System.Globalization.CultureInfo.InvariantCulture, out int limit))
            {
                json.WriteNumber(name, limit);
            }
        }
    });

    /// <summary>A token's answer stays as it is, unless its code says no: then it is a refusal whatever HTTP says.</summary>
    public HttpAnswer Token(HttpAnswer answer)
    {
        using var document = Parse(answer.Body);
        return answer.Status == 200 && document is not null && Code(document.RootElement) is { } code && !form.Success.Contains(code)
            ? answer with { Status = form.Codes.GetValueOrDefault(code) switch { "LATER" => 429, "TROUBLE" => 500, _ => 401 } }
            : answer;
    }

    private HttpAnswer Translate(HttpAnswer answer, Delivery? delivery, Action<Utf8JsonWriter, JsonElement> write)
    {
        using var document = Parse(answer.Body);
        if (document is null)
        {
            return answer; // not JSON: nobody's answer
        }

        string? code = Code(document.RootElement);
        if (code is not null && !form.Success.Contains(code))
        {
            string message = form.Message?.Find(document.RootElement) is { ValueKind: JsonValueKind.String } said ? said.GetString()! : "";
            return Refusal(answer, form.Codes.GetValueOrDefault(code) ?? form.Codes.GetValueOrDefault("*") ?? "", code, message, delivery);
        }

        if (answer.Status is not (200 or 202))
        {
            return answer;
        }

        bool clear = form.Code is null || code is not null;
        var inner = form.Inside is null ? document.RootElement : form.Inside.Find(document.RootElement);
        return clear && inner is { ValueKind: JsonValueKind.Object } found
            ? answer with { Body = Json(json => write(json, found)) }
            : clear && delivery is not null && form.Answer["results"].Length == 0 && form.Answer["packetId"].Length == 0 && form.Answer["receiptNo"].Length == 0
                ? answer with { Body = Json(json => write(json, document.RootElement)) }
                : answer with { Body = ReadOnlyMemory<byte>.Empty };
    }

    private static HttpAnswer Refusal(HttpAnswer answer, string meaning, string code, string message, Delivery? delivery) => meaning switch
    {
        "ACCEPTED" or "DUPLICATE" or "STALE" or "REJECTED" or "PENDING" when delivery is not null => answer with
        {
            Status = 200,
            Body = Json(json =>
            {
                json.WriteString("packetId", delivery.PacketId.ToString("D"));
                json.WriteString("receiptNo", delivery.PacketId.ToString("D"));
                Results(json, delivery.Records, record => Result(json, record, meaning, meaning == "REJECTED" ? code : null, message));
            }),
        },
        "BAD_PACKET" or "BAD_DIGEST" => Error(answer, 400, meaning),
        "UNKNOWN_DATASET" or "NOT_RECEIVED" => Error(answer, 404, meaning),
        "FORBIDDEN" => Error(answer, 403, meaning),
        "TOO_LARGE" => Error(answer, 413, meaning),
        "LATER" => Error(answer, 429, meaning),
        "TOKEN" => Error(answer, 401, meaning),
        "TROUBLE" => Error(answer, 500, meaning),
        _ => Error(answer, answer.Status >= 400 ? answer.Status : 400, ""),
    };

    private void Result(Utf8JsonWriter json, JsonElement result, Delivery delivery)
    {
        if (result.ValueKind != JsonValueKind.Object || Value(result, form.Result["recordId"]) is not { } id)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("recordId", id);
        bool unsaid = form.Result["version"].Length == 0;
        string? version = unsaid ? null : Value(result, form.Result["version"]);
        int number = unsaid ? delivery.Records.Where(r => r.Id.ToString() == id).Select(r => r.Version).FirstOrDefault()
            : int.TryParse(version, System.Globalization.CultureInfo.InvariantCulture, out int said) ? said : 0;
        if (number > 0)
        {
            json.WriteNumber("version", number);
        }

        string status = Value(result, form.Result["status"]) ?? "";
        json.WriteString("status", form.Statuses.Count == 0 ? status : form.Statuses.GetValueOrDefault(status, "?"));
        bool accepted = form.Statuses.GetValueOrDefault(status, status) is "ACCEPTED" or "DUPLICATE";
        foreach (string name in accepted ? (ReadOnlySpan<string>)[] : ["code", "field", "message"])
        {
            if (Value(result, form.Result[name]) is { } text)
            {
                json.WriteString(name, text);
            }
        }

        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, DeliveryRecord record, string status, string? code, string? message)
    {
        json.WriteStartObject();
        json.WriteString("recordId", record.Id.ToString());
        json.WriteNumber("version", record.Version);
        json.WriteString("status", status);
        if (code is not null)
        {
            json.WriteString("code", code);
            json.WriteString("message", message);
        }

        json.WriteEndObject();
    }

    private static void Results<T>(Utf8JsonWriter json, IEnumerable<T> records, Action<T> write)
    {
        json.WriteStartArray("results");
        foreach (var record in records)
        {
            write(record);
        }

        json.WriteEndArray();
    }

    private void Copy(Utf8JsonWriter json, JsonElement item, WireNames names, params ReadOnlySpan<string> fields)
    {
        json.WriteStartObject();
        foreach (string ours in fields)
        {
            if (item.ValueKind != JsonValueKind.Object || Value(item, names[ours]) is not { } text)
            {
                continue;
            }

            if (ours == "version" && int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out int number))
            {
                json.WriteNumber(ours, number);
            }
            else
            {
                json.WriteString(ours, ours is "state" or "kind" ? _ours.GetValueOrDefault(text, text) : text);
            }
        }

        json.WriteEndObject();
    }

    private string? Code(JsonElement root) => form.Code?.Find(root) is { } code ? AsText(code) : null;

    /// <summary>A field of theirs; <paramref name="unsaid"/> when they have none; null, which is no text of the protocol, when they left it out.</summary>
    private static string? Named(JsonElement inner, string name, string unsaid) => name.Length == 0 ? unsaid : Value(inner, name);

    private static string? Value(JsonElement item, string name) => name.Length > 0 && item.TryGetProperty(name, out var value) ? AsText(value) : null;

    private static string? AsText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => AnswerText.Clean(value.GetString()!),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static HttpAnswer Error(HttpAnswer answer, int status, string code) => answer with { Status = status, Body = Json(json => json.WriteString("code", code)) };

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var document = JsonDocument.Parse(body, s_options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
