namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Values of one record by field ordinal, normalised, UTF-8, in one growing buffer that is reused for every record.
/// An absent value is an empty span. Not thread-safe.
/// </summary>
internal sealed class RecordValues(int fields)
{
    private readonly int[] _starts = new int[fields];
    private readonly int[] _lengths = new int[fields];
    private byte[] _buffer = new byte[4096];
    private int _end;

    /// <summary>Number of fields.</summary>
    public int Count => _starts.Length;

    /// <summary>The value; valid until the next write.</summary>
    public ReadOnlySpan<byte> this[int ordinal] => _buffer.AsSpan(_starts[ordinal], _lengths[ordinal]);

    /// <summary>Everything written since the last reset, values that were replaced or cleared included; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _end);

    /// <summary>Whether the field has a value.</summary>
    public bool IsFilled(int ordinal) => _lengths[ordinal] > 0;

    /// <summary>Forgets all values.</summary>
    public void Reset()
    {
        Array.Clear(_lengths);
        _end = 0;
    }

    /// <summary>Sets a value; <paramref name="value"/> may be a value of this instance.</summary>
    public void Set(int ordinal, ReadOnlySpan<byte> value)
    {
        int length = value.Length;
        if (_buffer.Length - _end < length)
        {
            // The old array stays alive as long as the caller's span, which may point into it.
            var larger = new byte[Math.Max(_buffer.Length * 2, _end + length)];
            _buffer.AsSpan(0, _end).CopyTo(larger);
            _buffer = larger;
        }

        value.CopyTo(_buffer.AsSpan(_end));
        _starts[ordinal] = _end;
        _lengths[ordinal] = length;
        _end += length;
    }

    /// <summary>Makes a value absent.</summary>
    public void Clear(int ordinal) => _lengths[ordinal] = 0;
}
