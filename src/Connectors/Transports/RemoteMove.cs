namespace CreditHub.Connectors.Transports;

/// <summary>How a move on the server ended.</summary>
internal enum RemoteMove
{
    /// <summary>The file lies under its new name.</summary>
    Done,

    /// <summary>There was no such file.</summary>
    Missing,

    /// <summary>Another file has that name already; nothing was moved.</summary>
    Taken,
}
