using System.Text.Json;
using CreditHub.Testing.Platforms.Strict;

namespace CreditHub.Testing.Truth;

/// <summary>How a supplier spells a dataset, read straight from the connector's file and turned round: which column carries which field, in which code and unit.</summary>
public sealed class FeedLayout
{
    private readonly StrictDataset _dataset;

    private FeedLayout(string name, JsonElement connector, StrictDataset dataset)
    {
        Name = name;
        Connector = connector;
        _dataset = dataset;
        Deletion = DeletionOf(connector);
        Columns = [.. connector.GetProperty("mapping").EnumerateObject().Where(m => !m.Value.TryGetProperty("value", out _)).Select(Column)];
        Fixed = connector.GetProperty("mapping").EnumerateObject().Where(m => m.Value.TryGetProperty("value", out _))
            .ToDictionary(m => m.Name, m => m.Value.GetProperty("value").GetString()!);
    }

    /// <summary>The connector's name.</summary>
    public string Name { get; }

    public JsonElement Connector { get; }

    /// <summary>Where its files come from.</summary>
    public required string ConfigDirectory { get; init; }

    public string Dataset => _dataset.Code;

    public string Edition => _dataset.Edition;

    /// <summary>The columns, in the order of the mapping.</summary>
    public IReadOnlyList<FeedColumn> Columns { get; }

    /// <summary>The column, beside those of the mapping, by which a row says that its record is gone: its word for that and for all others. Null: there is none.</summary>
    public (string Header, string Gone, string Usual)? Deletion { get; }

    /// <summary>All column names a feed is written with.</summary>
    public IReadOnlyList<string> Headers => [.. Columns.Select(c => c.Header), .. Deletion is { } gone ? [gone.Header] : (string[])[]];

    /// <summary>Fields that the hub fills in itself.</summary>
    public IReadOnlyDictionary<string, string> Fixed { get; }

    /// <summary>The source kind, as the connector names it.</summary>
    public string Kind => Connector.GetProperty("source").GetProperty("kind").GetString()!;

    public bool IsFile => Kind == "FileDrop";

    /// <summary>Rows of a front-end database.</summary>
    public bool IsTable => Kind is "DatabaseTable" or "DatabaseQuery";

    public JsonElement Decoder => Connector.GetProperty("decoder");

    /// <summary>The form of the rows themselves, inside an archive or not.</summary>
    public JsonElement Format => Decoder.TryGetProperty("inner", out var inner) ? inner : Decoder;

    /// <summary>A separated text file: bytes and columns can be damaged in it.</summary>
    public bool IsText => IsFile && Decoder.GetProperty("kind").GetString() == "Csv";

    /// <summary>Which files the connector picks up.</summary>
    public string FilePattern => Connector.GetProperty("source").GetProperty("pattern").GetString()!;

    /// <summary>Between two fields of a text file; a comma where the hub is to find it out.</summary>
    public string Separator => (Format.TryGetProperty("separator", out var separator) ? separator.GetString() : null) switch
    {
        "tab" => "\t",
        { Length: 1 } one => one,
        _ => ",",
    };

    /// <summary>The connector leaves out rows whose remark says they are tests, or takes back those that say their record is gone.</summary>
    public bool Excludes => Deletion is not null || (Connector.TryGetProperty("exclude", out var rules) && rules.GetArrayLength() > 0);

    internal StrictDataset Definition => _dataset;

    /// <summary>Layouts of all connectors under the config directory, by name.</summary>
    public static IReadOnlyList<FeedLayout> Load(string configDirectory)
    {
        var datasets = StrictDataset.Load(configDirectory).ToDictionary(d => (d.Code, d.Edition));
        return [.. Directory.EnumerateFiles(Path.Combine(configDirectory, "connectors"), "*.json").Order(StringComparer.Ordinal).Select(file =>
        {
            var connector = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
            var key = (connector.GetProperty("dataset").GetString()!, connector.GetProperty("edition").GetString()!);
            return new FeedLayout(Path.GetFileNameWithoutExtension(file), connector, datasets[key]) { ConfigDirectory = configDirectory };
        })];
    }

    /// <summary>A row as it is written, one text for each of <see cref="Headers"/>.</summary>
    public IReadOnlyList<string> Line(TruthRow row) =>
        [.. Columns.Select(c => row.Cells.GetValueOrDefault(c.Field, "")), .. Deletion is { } gone ? [row.IsGone ? gone.Gone : gone.Usual] : (string[])[]];

    private static (string, string, string)? DeletionOf(JsonElement connector) =>
        connector.TryGetProperty("deletion", out var deletion) && deletion.TryGetProperty("column", out var column) && deletion.GetProperty("values")[0].GetString() is { } gone
            ? (column.GetString()!, gone, char.IsAsciiLetter(gone[0]) ? "I" : "正常")
            : null;

    private FeedColumn Column(JsonProperty mapped)
    {
        var field = _dataset.Field(mapped.Name);
        var header = mapped.Value.TryGetProperty("columns", out var several) ? several[0].GetString()! : mapped.Value.GetProperty("column").GetString()!;
        var codes = mapped.Value.TryGetProperty("codes", out var map)
            ? map.EnumerateObject().GroupBy(c => c.Value.GetString()!).ToDictionary(g => g.Key, g => g.First().Name)
            : null;
        var unit = mapped.Value.TryGetProperty("unit", out var written) ? written.GetString()! : field.Unit;
        return new FeedColumn(field.Code, header, field.Type, field.Rules.Any(r => r.Name == "uscc"), codes, (field.Unit, unit) switch
        {
            ("万元", "元") => 10_000m,
            ("元", "万元") => 0.0001m,
            _ => 1m,
        });
    }
}
