namespace CreditHub.Connectors.Transports;

/// <summary>A regular file on a server as it was listed. <paramref name="Modified"/>: whole seconds as the server tells them; null when it tells no time.</summary>
internal sealed record RemoteFile(string Name, long Size, DateTimeOffset? Modified)
{
    /// <summary>Whether this can be the same state of the same file: a time that one of the two lacks says nothing.</summary>
    public bool Matches(RemoteFile? other) =>
        other is not null && other.Name == Name && other.Size == Size && (other.Modified is null || Modified is null || other.Modified == Modified);
}
