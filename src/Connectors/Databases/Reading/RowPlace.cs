using System.Text.Json;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Databases.Reading;

/// <summary>Where in a table we are: time stamp and key of the last row. Stored as <c>{"v":1,"since":{"Type":"timestamp","Text":"…"},"id":{…}}</c>.</summary>
internal sealed record RowPlace(KeyValue Since, KeyValue Id)
{
    /// <summary>Null at the beginning. Errors: <see cref="ConnectorException"/> of kind Config for a cursor that is none of ours or lies in the future.</summary>
    public static RowPlace? Read(Cursor cursor, DateTimeOffset now)
    {
        if (cursor.IsStart)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(cursor.Value);
            var root = document.RootElement;
            if (root.TryGetProperty("v", out var version) && version.GetInt32() == 1)
            {
                var place = new RowPlace(root.GetProperty("since").Deserialize<KeyValue>(), root.GetProperty("id").Deserialize<KeyValue>());
                if (place.Since.ToValue() is not null && place.Id.ToValue() is not null)
                {
                    return place.Since.IsAfter(now.AddDays(2))
                        ? throw new ConnectorException(FailureKind.Config, "the stored cursor lies in the future: collect everything once (sync --full)")
                        : place;
                }
            }
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw Foreign(unreadable);
        }

        throw Foreign(null);
    }

    public Cursor ToCursor() => new(JsonSerializer.Serialize(new { v = 1, since = Since, id = Id }));

    private static ConnectorException Foreign(Exception? inner) =>
        new(FailureKind.Config, "the stored cursor is not one of this source: collect everything once (sync --full)", inner);
}
