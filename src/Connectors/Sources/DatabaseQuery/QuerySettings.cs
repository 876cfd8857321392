using System.Text.Json;
using CreditHub.Connectors.Databases.Reading;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.DatabaseQuery;

/// <summary>Which query of <c>config/queries</c> is asked, and where it begins.</summary>
internal sealed record QuerySettings(ReadSettings Read, QueryText Text, RowPlace Start)
{
    public static (QuerySettings Settings, IReadOnlyList<ConfigFinding> Findings) From(JsonElement element, QueryFolder queries)
    {
        var reader = new SettingsReader(element);
        var read = ReadSettings.Read(reader);
        if (read.Time is null)
        {
            reader.Add("time", null, "missing", "name the column of the answer that tells when a row was last changed");
        }

        var text = ReadQuery(reader, read, queries);
        var start = new RowPlace(ReadStart(reader, "since"), ReadStart(reader, "sinceId"));
        reader.Done();
        return (new QuerySettings(read, text ?? new QueryText("", []), start), reader.Findings);
    }

    private static QueryText? ReadQuery(SettingsReader reader, ReadSettings read, QueryFolder queries)
    {
        string name = reader.RequiredText("query");
        if (name.Length == 0)
        {
            return null;
        }

        if (Path.GetFileName(name) != name || !name.EndsWith(".sql", StringComparison.Ordinal) || name[0] == '.')
        {
            reader.Add("query", name, "not the name of a query file", "write name.sql, a file in config/queries");
            return null;
        }

        if (queries.Find(name) is not { } written)
        {
            reader.Add("query", name, "there is no such file in config/queries (a link, or more than 64 KiB, is none)", "put the query there");
            return null;
        }

        var text = QueryText.Parse(written, read.Driver, out string? problem);
        if (problem is not null)
        {
            reader.Add("query", name, problem, "one select with @since, @sinceId and @limit");
        }

        return text;
    }

    private static KeyValue ReadStart(SettingsReader reader, string key)
    {
        if (reader.Object(key) is not { } nested)
        {
            reader.Add(key, null, "missing", "write { \"type\": \"timestamp\", \"start\": \"1900-01-01\" }");
            return default;
        }

        var start = new KeyValue(nested.Choice("type", "timestamp", KeyValue.Types), nested.RequiredText("start"));
        nested.Done();
        if (start.Text.Length > 0 && start.ToValue() is null)
        {
            reader.Add(key, start.Text, $"not a value of type {start.Type}", "write times as 1900-01-01T00:00:00");
        }

        return start;
    }
}
