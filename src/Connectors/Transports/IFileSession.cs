namespace CreditHub.Connectors.Transports;

/// <summary>
/// A log-in to the directory, for one caller at a time. Names are bare file names: no separators, no control characters. Folders are names of directories
/// below the configured one; "" is that one itself. Errors: <see cref="Pipelines.Model.ConnectorException"/>, Transient for a lost, cut or stalled connection, Config for
/// what a person must change (missing directory, missing permission).
/// </summary>
internal interface IFileSession : IAsyncDisposable
{
    /// <summary>Regular files of the folder. What has an unusable name, and links, are counted only.</summary>
    Task<RemoteListing> ListAsync(string folder, CancellationToken ct);

    /// <summary>The file as it is now; null when there is none, or no regular one.</summary>
    Task<RemoteFile?> FindAsync(string folder, string name, CancellationToken ct);

    /// <summary>
    /// Copies a file of the directory into a new local file (mode 0600, synced). Proves that it is whole and unchanged: exactly its listed size came, and size
    /// and time are the listed ones afterwards; otherwise Transient and nothing stays. <paramref name="maxBytes"/> is never passed, whatever the server sends.
    /// </summary>
    Task FetchAsync(RemoteFile file, string target, long maxBytes, CancellationToken ct);

    /// <summary>
    /// Writes a local file to the folder (made when absent) under name + <c>.part</c>, renames it into place and replaces what was there: no reader ever sees half a
    /// file. May be repeated after a failure or crash.
    /// </summary>
    Task PutAsync(string source, string folder, string name, CancellationToken ct);

    /// <summary>Moves a file of the directory into the folder (made when absent) under another name. Never overwrites.</summary>
    Task<RemoteMove> MoveAsync(string name, string folder, string target, CancellationToken ct);

    /// <summary>False when there was nothing to delete.</summary>
    Task<bool> DeleteAsync(string folder, string name, CancellationToken ct);
}
