namespace CreditHub.Connectors.Platforms.SoapRows;

/// <summary>What a service's code says about a row.</summary>
internal enum CodeMeaning
{
    /// <summary>Nobody knows: neither success nor failure.</summary>
    Unknown,

    /// <summary>Held as asked, now or before.</summary>
    Accepted,

    /// <summary>A newer version is held.</summary>
    Stale,

    /// <summary>Refused for good.</summary>
    Rejected,

    /// <summary>Decided later.</summary>
    Pending,

    /// <summary>Not now; nothing was taken.</summary>
    Later,

    /// <summary>The token is not (or no longer) valid.</summary>
    Token,

    /// <summary>Answer to a query: the service never took this row.</summary>
    NotFound,
}
