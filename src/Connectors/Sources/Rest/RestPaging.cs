using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>How the next page is asked for.</summary>
internal enum RestPagingType
{
    /// <summary>One answer holds everything.</summary>
    None,

    /// <summary>Pages are numbered.</summary>
    Page,

    /// <summary>Records are numbered from 0.</summary>
    Offset,

    /// <summary>Each answer names the next one.</summary>
    Cursor,
}

/// <summary>Parameters of paging. <paramref name="Next"/>: where the answer names the next page (cursor only).</summary>
internal sealed record RestPaging(RestPagingType Type, string Parameter, int First, string? SizeParameter, int Size, JsonPath? Next)
{
    public static RestPaging Single { get; } = new(RestPagingType.None, "", 0, null, 0, null);

    public static RestPaging Read(SettingsReader? reader)
    {
        if (reader is null)
        {
            return Single;
        }

        var type = reader.Choice("type", "none", "none", "page", "offset", "cursor") switch
        {
            "page" => RestPagingType.Page,
            "offset" => RestPagingType.Offset,
            "cursor" => RestPagingType.Cursor,
            _ => RestPagingType.None,
        };
        var paging = type == RestPagingType.None
            ? Single
            : new RestPaging(
                type,
                reader.RequiredText("parameter"),
                type == RestPagingType.Page ? reader.Integer("first", 1, 0, 1) : 0,
                reader.OptionalText("sizeParameter"),
                reader.Integer("size", 500, 1, 100_000),
                type == RestPagingType.Cursor ? JsonPath.Read(reader, "next", required: true) : null);
        reader.Done();
        return paging;
    }
}
