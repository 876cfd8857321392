using System.Globalization;
using System.Text.Json;
using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>Reads the lists of the protocol, sections 5 and 6. A page with an item that is not clear is no page: what is skipped would look like a difference.</summary>
internal static class ListReader
{
    private const int MaxText = 1000;

    public static PlatformPage<Holding> Holdings(HttpAnswer answer) => Read<Holding>(answer, item =>
        Id(item) is { } id && item.TryGetProperty("version", out var version) && version.TryGetInt32(out int number) && State(item) is { } state
            ? new Holding(id, number, state)
            : null);

    public static PlatformPage<FeedbackItem> Feedback(HttpAnswer answer) => Read<FeedbackItem>(answer, item =>
        Text(item, "feedbackId") is { Length: > 0 and <= 200 } feedbackId && Id(item) is { } id && Kind(item) is { } kind
            ? new FeedbackItem(feedbackId, id, kind, Text(item, "code"), Text(item, "field"), Text(item, "message"), At(item))
            : null);

    public static PlatformPage<T> Fault<T>(DeliveryAnswer answer) => new([], null, answer);

    private static PlatformPage<T> Read<T>(HttpAnswer answer, Func<JsonElement, T?> read)
        where T : struct
    {
        if (answer.Status != 200)
        {
            return Fault<T>(Refusal(answer));
        }

        try
        {
            using var document = JsonDocument.Parse(answer.Body, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            if (document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array)
            {
                var found = new List<T>(items.GetArrayLength());
                foreach (var item in items.EnumerateArray())
                {
                    if (item.ValueKind != JsonValueKind.Object || read(item) is not { } value)
                    {
                        return Fault<T>(new DeliveryAnswer(AnswerKind.Unknown, 200, OperatorMessage: "the list holds an item that cannot be read: ask the platform's operator"));
                    }

                    found.Add(value);
                }

                return new PlatformPage<T>(found, Text(root, "next") is { Length: > 0 } next ? next : null);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // said below
        }

        return Fault<T>(new DeliveryAnswer(AnswerKind.Unknown, 200, OperatorMessage: "the answer is no list of the protocol"));
    }

    private static DeliveryAnswer Refusal(HttpAnswer answer) => answer.Status switch
    {
        425 or 429 => new(AnswerKind.Later, answer.Status, RetryAfter: answer.RetryAfter),
        503 when answer.RetryAfter is not null => new(AnswerKind.Later, 503, RetryAfter: answer.RetryAfter),
        403 => new(AnswerKind.DatasetRefused, 403, OperatorMessage: "the platform does not show us this list (403)"),
        404 => new(AnswerKind.DatasetRefused, 404, OperatorMessage: "the platform has no such list (404)"),
        408 or >= 500 => new(AnswerKind.Transient, answer.Status, OperatorMessage: $"the platform is in trouble ({answer.Status})"),
        _ => new(AnswerKind.Config, answer.Status, OperatorMessage: $"the platform answers a list with {answer.Status}: check the address"),
    };

    private static RecordId? Id(JsonElement item) => RecordId.TryParse(Text(item, "recordId"), out var id) ? id : null;

    private static Operation? State(JsonElement item) => Text(item, "state") switch
    {
        "PUBLISHED" => Operation.Publish,
        "WITHDRAWN" => Operation.Withdraw,
        _ => null,
    };

    private static FeedbackKind? Kind(JsonElement item) => Text(item, "kind") switch
    {
        "QUALITY" => FeedbackKind.Quality,
        "CORRECTION" => FeedbackKind.Correction,
        "OBJECTION" => FeedbackKind.Objection,
        "REPAIR" => FeedbackKind.Repair,
        _ => null,
    };

    private static DateTimeOffset? At(JsonElement item) =>
        DateTimeOffset.TryParse(Text(item, "at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static string? Text(JsonElement item, string name)
    {
        if (!item.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String || value.GetString() is not { } text)
        {
            return null;
        }

        text = text.Length > MaxText ? text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)] : text;
        return string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
    }
}
