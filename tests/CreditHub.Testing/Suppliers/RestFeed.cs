using System.Globalization;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CreditHub.Testing.Truth;

namespace CreditHub.Testing.Suppliers;

/// <summary>A feed behind a path, in the paging and the form (JSON, XML, SOAP) its connector names.</summary>
public sealed class RestFeed
{
    private const string After = "after";
    private readonly JsonElement _source;
    private readonly JsonElement _paging;
    private readonly FeedLayout _layout;
    private readonly IReadOnlyList<TruthRow> _rows;
    private readonly Regex? _body;

    public RestFeed(FeedLayout layout, FeedTruth truth)
    {
        _layout = layout;
        _source = layout.Connector.GetProperty("source");
        _paging = _source.GetProperty("paging");
        _rows = truth.Rows;
        _body = _source.TryGetProperty("body", out var body) ? Pattern(body.GetProperty("template")) : null;
        Path = Text("path")!;
    }

    public string Path { get; }

    /// <summary>The environment variable that holds the address.</summary>
    public string AddressVariable => Variable(_source.GetProperty("address"));

    /// <summary>The environment variable of the token endpoint, or null.</summary>
    public string? TokenVariable =>
        _source.TryGetProperty("auth", out var auth) && auth.TryGetProperty("tokenAddress", out var address) ? Variable(address) : null;

    internal FeedDoor Door(string key, TimeProvider time) => new(_source, key, time);

    /// <summary>One page of the rows asked for.</summary>
    public StubAnswer Answer(SupplierCall call)
    {
        var asked = _body?.Match(Encoding.UTF8.GetString(call.Body));
        if (asked is { Success: false })
        {
            return StubAnswer.Text("<fault>not the request agreed on</fault>", 400, "text/xml");
        }

        var (text, next) = Page(name => asked is null ? call.Parameter(name) : asked.Groups[name].Value);
        var answer = Records[0] == '/' ? StubAnswer.Text(text, contentType: "text/xml; charset=utf-8") : StubAnswer.Json(text);
        return Paging("type") == "link" && next is not null ? answer.With("Link", $"<{Path}?{Rest(call.Query)}{After}={next}>; rel=\"next\"") : answer;
    }

    /// <summary>One page's text. <paramref name="ask"/>: value of a parameter, by its name or, where the body carries it, by its placeholder.</summary>
    public string Answer(Func<string, string?> ask) => Page(ask).Text;

    private string Records => Text("records")!;

    private (string Text, int? Next) Page(Func<string, string?> ask)
    {
        var rows = Wanted(ask);
        string? sizeName = Paging("sizeParameter") ?? (_body is null ? null : "size");
        int size = sizeName is null ? int.MaxValue : Number(ask(sizeName), _paging.GetProperty("size").GetInt32());
        int first = _paging.TryGetProperty("first", out var number) ? number.GetInt32() : 1;
        string? place = ask(Paging("parameter") ?? (Paging("type") == "link" ? After : "page"));
        int from = Paging("type") switch
        {
            "page" => (Number(place, first) - first) * size,
            "offset" or "cursor" or "link" => Number(place, 0),
            _ => 0,
        };
        int end = (int)Math.Min((long)from + size, rows.Count);
        var page = rows.Take(end).Skip(from);
        int? next = end < rows.Count ? end : null;
        return (Records[0] == '/' ? Xml(page, rows.Count) : Json(page, rows.Count, next), next);
    }

    private string Json(IEnumerable<TruthRow> page, int total, int? next)
    {
        var root = new JsonObject();
        Put(root, Records, new JsonArray([.. page.Select(Record)]));
        if (Text("total") is { } path)
        {
            Put(root, path, total);
        }

        if (Paging("next") is { } place && next is { } end)
        {
            Put(root, place, end.ToString(CultureInfo.InvariantCulture));
        }

        return root.ToJsonString();
    }

    private string Xml(IEnumerable<TruthRow> page, int total)
    {
        string text = FeedXml.Write(_layout, Records, page, Text("total") is { } path ? (path, total) : null);
        if (Text("unwrap") is not { } around)
        {
            return text;
        }

        // the document as text inside the envelope, as the export services of the 2010s answer
        string inside = around.Trim('/').Split('/')[2..].Reverse().Aggregate(SecurityElement.Escape(text), (inner, name) => $"<{name}>{inner}</{name}>");
        return $"<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{inside}</s:Body></s:Envelope>";
    }

    /// <summary>Of a window the rows from its beginning to just before its end; else those touched since.</summary>
    private List<TruthRow> Wanted(Func<string, string?> ask)
    {
        if (_source.TryGetProperty("timeWindows", out var windows))
        {
            string Named(string key, string placeholder) => windows.TryGetProperty(key, out var name) ? name.GetString()! : placeholder;
            return ask(Named("from", "since")) is { Length: > 0 } from && ask(Named("to", "until")) is { Length: > 0 } to
                ? [.. _rows.Where(r => r.UpdatedAt >= Moment(from) && r.UpdatedAt < Moment(to))]
                : [.. _rows];
        }

        return _source.TryGetProperty("updatedSince", out var since) && ask(since.GetProperty("parameter").GetString()!) is { Length: > 0 } text
            ? [.. _rows.Where(r => r.UpdatedAt >= Moment(text))]
            : [.. _rows];
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.ParseExact(
        text.Replace(' ', 'T').Length == 19 ? text.Replace(' ', 'T') + "+08:00" : text, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private JsonObject Record(TruthRow row)
    {
        var record = FeedJson.Record(_layout, row);
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

    /// <summary>The connector's template turned round: what stands for each placeholder.</summary>
    private static Regex Pattern(JsonElement template)
    {
        string text = template.ValueKind == JsonValueKind.Array ? string.Join('\n', template.EnumerateArray().Select(l => l.GetString())) : template.GetString()!;
        return new Regex("^" + Regex.Replace(Regex.Escape(text), @"\\\{(\w+)}", "(?<$1>[^<]*)").Replace("\\n", "\\s*", StringComparison.Ordinal) + "\\s*$", RegexOptions.CultureInvariant);
    }

    /// <summary>The query without the place, which the link names anew.</summary>
    private static string Rest(string query) =>
        string.Concat(query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(p => !p.StartsWith(After + "=", StringComparison.Ordinal)).Select(p => p + "&"));

    private string? Paging(string name) => _paging.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private string? Text(string name) => _source.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Variable(JsonElement reference) => reference.GetString()!["env:".Length..];

    private static int Number(string? text, int otherwise) => int.TryParse(text, CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
