using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Copies of some raw records in their order, in reused instances.</summary>
internal sealed class RawBatch
{
    public const int Rows = 256;

    private const int FullBytes = 256 << 10;

    private readonly RawRecord[] _records = new RawRecord[Rows];
    private int _bytes;

    public int Count { get; private set; }

    public bool IsFull => Count == Rows || _bytes >= FullBytes;

    public RawRecord this[int index] => _records[index];

    public void Add(RawRecord record)
    {
        var copy = _records[Count++] ??= new RawRecord();
        copy.CopyFrom(record);
        _bytes += copy.Bytes;
    }

    /// <summary>Empties it; unusually long records are not kept for reuse.</summary>
    public void Clear()
    {
        if (_bytes >= FullBytes)
        {
            Array.Clear(_records, 0, Count);
        }

        Count = 0;
        _bytes = 0;
    }
}
