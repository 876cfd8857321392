namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>
/// Where packets are put and feedback is found: a directory or a file server. Errors: <see cref="Pipelines.Model.ConnectorException"/> only.
/// Nothing of the other side is listed, changed or removed, so that it works across a one-way gap device (网闸).
/// </summary>
internal interface IPacketPlace
{
    /// <summary>Puts a whole file there under its name, or nothing. May be repeated.</summary>
    Task PutAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken ct);

    /// <summary>Whether the packet still lies where it was put.</summary>
    Task<bool> HoldsAsync(string name, CancellationToken ct);

    /// <summary>A feedback file of at most <paramref name="maxBytes"/>; null when there is none.</summary>
    Task<byte[]?> FeedbackAsync(string name, int maxBytes, CancellationToken ct);
}
