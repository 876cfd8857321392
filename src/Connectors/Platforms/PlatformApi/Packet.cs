namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>What one packet request carries. <paramref name="Sha256"/> is of <paramref name="Body"/>.</summary>
internal readonly record struct Packet(string Dataset, Guid Id, ReadOnlyMemory<byte> Body, byte[] Sha256);
