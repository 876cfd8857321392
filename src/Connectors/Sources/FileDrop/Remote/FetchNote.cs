namespace CreditHub.Connectors.Sources.FileDrop.Remote;

/// <summary>
/// What we know of a file that was fetched. <paramref name="Taken"/>: the books are done with it; what is owed, if anything, is only the server's part.
/// </summary>
internal sealed record FetchNote(string Name, long Size, DateTimeOffset? Modified, string Sha256, bool Taken);
