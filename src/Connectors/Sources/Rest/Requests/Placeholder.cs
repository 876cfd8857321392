using System.Collections.Frozen;

namespace CreditHub.Connectors.Sources.Rest.Requests;

/// <summary>The words a template may hold in braces. There are no others and no expressions.</summary>
internal static class Placeholder
{
    public const string Page = "page";
    public const string Size = "size";
    public const string Offset = "offset";
    public const string Cursor = "cursor";

    /// <summary>From when on: of <c>updatedSince</c> or of a time window.</summary>
    public const string Since = "since";

    /// <summary>End of a time window.</summary>
    public const string Until = "until";

    /// <summary>First and last day of a window run.</summary>
    public const string From = "from";
    public const string To = "to";

    /// <summary>Subject code of a subject run.</summary>
    public const string Subject = "subject";

    /// <summary>The day the run began, less <c>daysBack</c>.</summary>
    public const string Date = "date";

    /// <summary>The access token or secret of <c>auth</c>, for suppliers who want it in the body.</summary>
    public const string Token = "token";

    public static FrozenSet<string> All { get; } = new[] { Page, Size, Offset, Cursor, Since, Until, From, To, Subject, Date, Token }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Those whose values are whole numbers.</summary>
    public static FrozenSet<string> Numbers { get; } = new[] { Page, Size, Offset }.ToFrozenSet(StringComparer.Ordinal);
}
