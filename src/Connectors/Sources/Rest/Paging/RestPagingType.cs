namespace CreditHub.Connectors.Sources.Rest.Paging;

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

    /// <summary>Each answer gives the next one's address: in a <c>Link</c> header (RFC 8288) or in the body.</summary>
    Link,
}
