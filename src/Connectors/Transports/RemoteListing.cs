namespace CreditHub.Connectors.Transports;

/// <summary>What lies in a folder. <paramref name="PassedOver"/>: links, devices and names that no file of ours may have.</summary>
internal sealed record RemoteListing(IReadOnlyList<RemoteFile> Files, int PassedOver);
