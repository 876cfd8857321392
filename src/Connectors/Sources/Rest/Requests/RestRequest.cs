using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.Rest.Requests;

/// <summary>How a page is asked for, whatever page it is: verb, path, parameters, body.</summary>
internal sealed record RestRequest(HttpMethod Verb, string Path, IReadOnlyList<(string Name, Template Value)> Query, RequestBody? Body, SoapSettings? Soap)
{
    /// <summary>Placeholders used anywhere.</summary>
    public IReadOnlySet<string> Names { get; } = Query.SelectMany(q => q.Value.Names).Concat(Body?.Names ?? []).ToHashSet(StringComparer.Ordinal);

    public static RestRequest Read(SettingsReader reader)
    {
        string path = reader.Text("path", "/");
        if (!path.StartsWith('/') || path.AsSpan().ContainsAny('?', '#', '{') || path.Contains("..", StringComparison.Ordinal))
        {
            reader.Add("path", path, "a path begins with / and holds neither query nor .. nor placeholders", "write parameters under \"query\"");
        }

        var query = new List<(string, Template)>();
        foreach (var (name, text) in reader.TextMap("query"))
        {
            query.Add((name, ReadTemplate(reader, $"query.{name}", text)));
        }

        var soap = SoapSettings.Read(reader.Object("soap"));
        var body = RequestBody.Read(reader, soap);
        string verb = reader.Choice("method", body is null ? "GET" : "POST", "GET", "POST");
        if ((verb == "GET") != (body is null))
        {
            reader.Add("method", verb, "GET goes without a body and POST with one", "add or remove \"body\"");
        }

        return new RestRequest(new HttpMethod(verb), path, query, body, soap);
    }

    /// <summary>A template; an unknown placeholder is a finding.</summary>
    public static Template ReadTemplate(SettingsReader reader, string key, string text)
    {
        var template = Template.Parse(text, out string? unknown);
        if (unknown is not null)
        {
            reader.Add(key, "{" + unknown + "}", "unknown placeholder", "use one of: " + string.Join(", ", Placeholder.All.Order(StringComparer.Ordinal).Select(p => "{" + p + "}")));
        }

        return template;
    }
}
