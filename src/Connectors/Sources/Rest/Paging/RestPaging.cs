using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Sources.Rest.Answers;
using CreditHub.Connectors.Sources.Rest.Requests;

namespace CreditHub.Connectors.Sources.Rest.Paging;

/// <summary>
/// Parameters of paging. <paramref name="Parameter"/>: empty when a placeholder carries the place. <paramref name="Next"/>: where the answer names the next page.
/// </summary>
internal sealed record RestPaging(RestPagingType Type, string Parameter, int First, string? SizeParameter, int Size, AnswerPath? Next)
{
    /// <summary>Rows at the border of two pages that are asked for twice (offset only).</summary>
    public int Overlap { get; init; }

    /// <summary>Only an empty page is the last one: for suppliers whose pages are short in the middle.</summary>
    public bool UntilEmpty { get; init; }

    /// <summary>Beginning of the paths a link may lead to; null: the configured path itself.</summary>
    public string? AllowedPath { get; init; }

    /// <summary>More pages than this in one collection stop it.</summary>
    public int MaxPages { get; init; } = 1000;

    public static RestPaging Read(SettingsReader settings, RestRequest request)
    {
        int maxPages = settings.Integer("maxPagesPerPayload", 1000, 1, 100_000);
        if (settings.Object("paging") is not { } reader)
        {
            return new RestPaging(RestPagingType.None, "", 0, null, 0, null) { MaxPages = maxPages };
        }

        var type = Enum.Parse<RestPagingType>(reader.Choice("type", "none", "none", "page", "offset", "cursor", "link"), ignoreCase: true);
        string? place = type switch
        {
            RestPagingType.Page => Placeholder.Page,
            RestPagingType.Offset => Placeholder.Offset,
            RestPagingType.Cursor => Placeholder.Cursor,
            _ => null,
        };
        int size = type == RestPagingType.None ? 0 : reader.Integer("size", 500, 1, 100_000);
        var paging = new RestPaging(
            type,
            place is null ? "" : request.Names.Contains(place) ? reader.Text("parameter", "") : reader.RequiredText("parameter"),
            type == RestPagingType.Page ? reader.Integer("first", 1, 0, 1) : 0,
            type == RestPagingType.None ? null : reader.OptionalText("sizeParameter"),
            size,
            type is RestPagingType.Cursor or RestPagingType.Link ? AnswerPath.Read(reader, "next", required: type == RestPagingType.Cursor) : null)
        {
            Overlap = type == RestPagingType.Offset ? reader.Integer("overlap", 0, 0, Math.Max(0, size - 1)) : 0,
            UntilEmpty = type is RestPagingType.Page or RestPagingType.Offset && reader.Choice("end", "short", "short", "empty") == "empty",
            AllowedPath = type == RestPagingType.Link ? AllowedPathOf(reader) : null,
            MaxPages = maxPages,
        };
        reader.Done();
        return paging;
    }

    private static string? AllowedPathOf(SettingsReader reader)
    {
        string? path = reader.OptionalText("allowedPath");
        if (path is not null && (!path.StartsWith('/') || path.Contains("..", StringComparison.Ordinal)))
        {
            reader.Add("allowedPath", path, "a path begins with / and holds no ..", "write the beginning of the paths the links lead to");
        }

        return path;
    }
}
