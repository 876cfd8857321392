using System.Globalization;
using System.Text.Json;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>The stored cursor: <c>{"v":1,"since":"2026-11-20T08:55:00.000+08:00"}</c>. Collections overlap by the lag; it never moves backwards.</summary>
internal static class RestCursor
{
    private const string Format = "yyyy-MM-ddTHH:mm:ss.fffzzz";
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static Cursor At(DateTimeOffset since) => new($$"""{"v":1,"since":"{{RestTime.Write(since, Format)}}"}""");

    /// <summary>
    /// Null at the beginning. Errors: <see cref="ConnectorException"/> of kind Config for a cursor of another program version, and for one that lies ahead of
    /// <paramref name="now"/>: some clock was wrong, and what changed meanwhile would never be asked for.
    /// </summary>
    public static DateTimeOffset? Read(Cursor cursor, DateTimeOffset now)
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
                return moment <= now + Tolerance ? moment : throw Ahead();
            }
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            throw Foreign(unreadable);
        }

        throw Foreign(null);
    }

    private static ConnectorException Ahead() =>
        new(FailureKind.Config, "the stored cursor lies in the future: set this machine's clock right; if it was wrong when the cursor was written, run the connector once in full");

    private static ConnectorException Foreign(Exception? inner) =>
        new(FailureKind.Config, "the stored cursor is not one of this kind of source: run the connector once in full", inner);
}
