using System.Globalization;
using System.Text.Json;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>The stored cursor: <c>{"v":1,"since":"2026-11-20T08:55:00.000+08:00"}</c>. Collections overlap by the lag; it never moves backwards.</summary>
internal static class RestCursor
{
    private const string Format = "yyyy-MM-ddTHH:mm:ss.fffzzz";

    public static Cursor At(DateTimeOffset since) => new($$"""{"v":1,"since":"{{RestTime.Write(since, Format)}}"}""");

    /// <summary>Null at the beginning. Errors: <see cref="ConnectorException"/> of kind Config for a cursor of another program version.</summary>
    public static DateTimeOffset? Read(Cursor cursor)
    {
        if (cursor.IsStart)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(cursor.Value);
            var root = document.RootElement;
            if (root.TryGetProperty("v", out var version) && version.ValueKind == JsonValueKind.Number && version.GetInt32() == 1
                && root.TryGetProperty("since", out var since)
                && DateTimeOffset.TryParseExact(since.GetString(), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
            {
                return moment;
            }
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            throw Foreign(unreadable);
        }

        throw Foreign(null);
    }

    private static ConnectorException Foreign(Exception? inner) =>
        new(FailureKind.Config, "the stored cursor is not one of this kind of source: run the connector once in full", inner);
}
