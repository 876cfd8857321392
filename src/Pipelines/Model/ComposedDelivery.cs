namespace CreditHub.Pipelines.Model;

/// <summary>A delivery in the platform's own form. <paramref name="Sha256"/> is of <paramref name="Body"/>.</summary>
public sealed record ComposedDelivery(Delivery Delivery, ReadOnlyMemory<byte> Body, byte[] Sha256);
