namespace CreditHub.Connectors.Tests.Decoders;

/// <summary>Gives a few bytes at a time and cannot be read again.</summary>
internal sealed class OneWayStream(byte[] bytes, int step = 7) : MemoryStream(bytes)
{
    public override bool CanSeek => false;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, step)], cancellationToken);
}
