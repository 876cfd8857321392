namespace CreditHub.Pipelines.Normalization;

/// <summary>Numbers by byte string, asked by span. Immutable, thread-safe, allocation-free to ask.</summary>
internal sealed class ByteMap(Dictionary<byte[], int> items)
{
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _items = items.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The number, or -1.</summary>
    public int Find(ReadOnlySpan<byte> key) => _items.TryGetValue(key, out int number) ? number : -1;
}
