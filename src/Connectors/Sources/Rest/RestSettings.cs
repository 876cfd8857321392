using System.Text.Json;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>How a supplier's list is asked for.</summary>
internal sealed record RestSettings
{
    public required SecretReference Address { get; init; }

    public required string Path { get; init; }

    public required IReadOnlyDictionary<string, string> Query { get; init; }

    public required RestAuth Auth { get; init; }

    public required JsonPath Records { get; init; }

    public required RestPaging Paging { get; init; }

    /// <summary>Where the source says how many records there are, or null.</summary>
    public JsonPath? Total { get; init; }

    public RestSince? UpdatedSince { get; init; }

    public RestWindow? Window { get; init; }

    /// <summary>Query parameter of a subject run, or null: there are none.</summary>
    public string? SubjectParameter { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>More pages than this in one collection stop it.</summary>
    public required int MaxPages { get; init; }

    public static (RestSettings Settings, IReadOnlyList<ConfigFinding> Findings) Read(JsonElement element)
    {
        var reader = new SettingsReader(element);
        var address = reader.Reference("address");
        if (address.Text.Length > 0 && address.Problem() is null && !EndpointAddress.TryParse(address.Resolve(), out _, out var problem))
        {
            reader.Add("address", address.Text, problem!, "write https://host[:port][/path]");
        }

        string path = reader.Text("path", "/");
        if (!path.StartsWith('/') || path.Contains('?', StringComparison.Ordinal) || path.Contains('#', StringComparison.Ordinal) || path.Contains("..", StringComparison.Ordinal))
        {
            reader.Add("path", path, "a path begins with / and holds neither query nor ..", "write parameters under \"query\"");
        }

        var settings = new RestSettings
        {
            Address = address,
            Path = path,
            Query = reader.TextMap("query"),
            Auth = RestAuth.Read(reader.Object("auth")),
            Records = JsonPath.Read(reader, "records", required: true) ?? new JsonPath("$", []),
            Paging = RestPaging.Read(reader.Object("paging")),
            Total = JsonPath.Read(reader, "total", required: false),
            UpdatedSince = RestSince.Read(reader.Object("updatedSince")),
            Window = RestWindow.Read(reader.Object("window")),
            SubjectParameter = reader.OptionalText("subjectParameter"),
            Timeout = TimeSpan.FromSeconds(reader.Integer("timeoutSeconds", 30, 1, 600)),
            MaxPages = reader.Integer("maxPagesPerPayload", 1000, 1, 100_000),
        };
        reader.Done();
        return (settings, reader.Findings);
    }
}
