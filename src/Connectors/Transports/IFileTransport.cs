namespace CreditHub.Connectors.Transports;

/// <summary>One directory on a file server of a supplier or platform. Thread-safe; each session is one log-in.</summary>
internal interface IFileTransport
{
    /// <summary>
    /// Connects and logs in. Errors: <see cref="Pipelines.Model.ConnectorException"/>, Transient when the server cannot be reached now, Config when the host key,
    /// the credentials or the certificate are refused or the client program is missing.
    /// </summary>
    Task<IFileSession> OpenAsync(CancellationToken ct);
}
