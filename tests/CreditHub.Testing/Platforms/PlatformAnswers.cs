using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CreditHub.Testing.Platforms;

/// <summary>The platform's answers as bytes; the same log line always gives the same bytes.</summary>
internal static class PlatformAnswers
{
    private static readonly JsonWriterOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Form))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] Error(string code, string message) => Write(json =>
    {
        json.WriteString("code", code);
        json.WriteString("message", message);
    });

    /// <summary>A packet's answer or receipt.</summary>
    public static byte[] Receipt(PlatformRequest line, bool pending, PlatformFault? fault = null) => Write(json =>
    {
        json.WriteString("packetId", line.PacketId);
        json.WriteString("receiptNo", line.ReceiptNo);
        json.WriteString("receivedAt", Time(line.At));
        json.WriteStartArray("results");
        foreach (var decision in line.Decisions.Skip(fault?.Kind == PlatformFaultKind.MissingResult ? 1 : 0))
        {
            Result(json, decision, pending);
        }

        if (fault?.Kind == PlatformFaultKind.ForeignResult)
        {
            Result(json, new(new string('f', 64), 1, "PUBLISH", "ACCEPTED"), pending: false);
        }

        json.WriteEndArray();
    });

    public static byte[] Token(string token, TimeSpan lifetime) => Write(json =>
    {
        json.WriteString("access_token", token);
        json.WriteString("token_type", "Bearer");
        json.WriteNumber("expires_in", (int)lifetime.TotalSeconds);
    });

    /// <summary>A page of holdings; one more than <paramref name="limit"/> means there is a next page.</summary>
    public static byte[] Holdings(IReadOnlyList<PlatformHolding> holdings, int limit) => Write(json =>
    {
        json.WriteStartArray("items");
        foreach (var holding in holdings.Take(limit))
        {
            json.WriteStartObject();
            json.WriteString("recordId", holding.RecordId);
            json.WriteNumber("version", holding.Version);
            json.WriteString("state", holding.State);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (holdings.Count > limit)
        {
            json.WriteString("next", holdings[limit - 1].RecordId);
        }
    });

    public static byte[] Feedback(IReadOnlyList<PlatformFeedback> items, bool more) => Write(json =>
    {
        json.WriteStartArray("items");
        foreach (var item in items)
        {
            json.WriteStartObject();
            json.WriteString("feedbackId", item.FeedbackId);
            json.WriteString("recordId", item.RecordId);
            json.WriteString("kind", item.Kind);
            json.WriteString("code", item.Code);
            if (item.Field is not null)
            {
                json.WriteString("field", item.Field);
            }

            json.WriteString("message", item.Message);
            json.WriteString("at", Time(item.At));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (more)
        {
            json.WriteString("next", items[^1].FeedbackId);
        }
    });

    /// <summary>The body of a 202.</summary>
    public static byte[] Taken(PlatformRequest line) => Write(json =>
    {
        json.WriteString("packetId", line.PacketId);
        json.WriteString("receiptNo", line.ReceiptNo);
    });

    public static string Time(DateTimeOffset at) =>
        at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

    private static void Result(Utf8JsonWriter json, PlatformDecision decision, bool pending)
    {
        json.WriteStartObject();
        json.WriteString("recordId", decision.RecordId);
        json.WriteNumber("version", decision.Version);
        json.WriteString("status", pending ? "PENDING" : decision.Status);
        if (!pending && decision.Code is not null)
        {
            json.WriteString("code", decision.Code);
            if (decision.Field is not null)
            {
                json.WriteString("field", decision.Field);
            }

            json.WriteString("message", decision.Message);
        }

        json.WriteEndObject();
    }
}
