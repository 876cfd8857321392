using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CreditHub.Testing.Truth;

namespace CreditHub.Testing.Suppliers;

/// <summary>A feed behind a path, in the paging its connector names.</summary>
public sealed class RestFeed
{
    private readonly JsonElement _source;
    private readonly FeedLayout _layout;
    private readonly IReadOnlyList<TruthRow> _rows;

    public RestFeed(FeedLayout layout, FeedTruth truth)
    {
        _layout = layout;
        _source = layout.Connector.GetProperty("source");
        _rows = truth.Rows;
        Path = Text("path")!;
    }

    public string Path { get; }

    /// <summary>Header the caller must send, and its value's environment variable.</summary>
    public (string Header, string Prefix, string Variable) Key
    {
        get
        {
            var auth = _source.GetProperty("auth");
            return auth.GetProperty("type").GetString() switch
            {
                "bearer" => ("Authorization", "Bearer ", Variable(auth.GetProperty("token"))),
                "header" => (auth.GetProperty("name").GetString()!, "", Variable(auth.GetProperty("value"))),
                _ => ("", "", ""),
            };
        }
    }

    /// <summary>The environment variable that holds the address.</summary>
    public string AddressVariable => Variable(_source.GetProperty("address"));

    /// <summary>One page of the rows asked for.</summary>
    public string Answer(Func<string, string?> query)
    {
        var rows = Since(query);
        var paging = _source.GetProperty("paging");
        int size = paging.TryGetProperty("sizeParameter", out var sizes) ? Number(query(sizes.GetString()!), paging.GetProperty("size").GetInt32()) : int.MaxValue;
        var asked = paging.TryGetProperty("parameter", out var parameter) ? query(parameter.GetString()!) : null;
        int from = paging.GetProperty("type").GetString() switch
        {
            "page" => (Number(asked, paging.GetProperty("first").GetInt32()) - paging.GetProperty("first").GetInt32()) * size,
            "offset" or "cursor" => Number(asked, 0),
            _ => 0,
        };
        int end = (int)Math.Min((long)from + size, rows.Count);
        var root = new JsonObject();
        Put(root, Text("records")!, new JsonArray([.. rows.Take(end).Skip(from).Select(Record)]));
        if (Text("total") is { } total)
        {
            Put(root, total, rows.Count);
        }

        if (paging.TryGetProperty("next", out var next) && end < rows.Count)
        {
            Put(root, next.GetString()!, end.ToString(CultureInfo.InvariantCulture));
        }

        return root.ToJsonString();
    }

    private List<TruthRow> Since(Func<string, string?> query)
    {
        if (!_source.TryGetProperty("updatedSince", out var since) || query(since.GetProperty("parameter").GetString()!) is not { Length: > 0 } text)
        {
            return [.. _rows];
        }

        var from = DateTimeOffset.ParseExact(
            text.Replace(' ', 'T').Length == 19 ? text.Replace(' ', 'T') + "+08:00" : text, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        return [.. _rows.Where(r => r.UpdatedAt >= from)];
    }

    private JsonObject Record(TruthRow row)
    {
        var record = new JsonObject();
        foreach (var column in _layout.Columns)
        {
            record[column.Header] = row.Cells.GetValueOrDefault(column.Field, "") switch
            {
                "NULL" => null,
                { } text when column.Type == "decimal" && text.Length > 0 && text.All(c => char.IsAsciiDigit(c) || c == '.') => JsonNode.Parse(text.TrimEnd('.')),
                var text => text,
            };
        }

        record["updatedAt"] = row.UpdatedAt.ToString("o", CultureInfo.InvariantCulture);
        return record;
    }

    /// <summary>Puts a value at a path such as <c>$.data.items</c>.</summary>
    private static void Put(JsonObject root, string path, JsonNode value)
    {
        var parts = path.Split('.')[1..];
        foreach (var part in parts[..^1])
        {
            root[part] ??= new JsonObject();
            root = root[part]!.AsObject();
        }

        root[parts[^1]] = value;
    }

    private string? Text(string name) => _source.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Variable(JsonElement reference) => reference.GetString()!["env:".Length..];

    private static int Number(string? text, int otherwise) => int.TryParse(text, CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
