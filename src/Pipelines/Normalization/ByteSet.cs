namespace CreditHub.Pipelines.Normalization;

/// <summary>Set of byte strings asked by span. Immutable, thread-safe, allocation-free to ask.</summary>
internal sealed class ByteSet(IEnumerable<byte[]> items)
{
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _items =
        new HashSet<byte[]>(items, ByteKeys.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Whether the set has it.</summary>
    public bool Contains(ReadOnlySpan<byte> item) => _items.Contains(item);
}
