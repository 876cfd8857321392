using System.Buffers;
using System.Buffers.Binary;
using Npgsql;

namespace CreditHub.Pipelines.Store.Queue;

/// <summary>
/// Rows of a binary COPY to us, read whole into one rented array: nothing is allocated a row, and values are slices of it. The counterpart of
/// <see cref="CopyBuffer"/>. Format: PostgreSQL manual, COPY, binary format.
/// </summary>
internal sealed class CopyReader : IDisposable
{
    private const int HeaderBytes = 19;
    private byte[] _buffer;
    private int _length;
    private int _at = HeaderBytes;

    private CopyReader(int bytes) => _buffer = ArrayPool<byte>.Shared.Rent(bytes);

    /// <summary>
    /// Runs the query, whose text must hold no outside words: COPY takes no parameters. Well guessed <paramref name="bytes"/> spare the growing, which
    /// leaves arrays of every size behind.
    /// </summary>
    public static async Task<CopyReader> ReadAsync(NpgsqlConnection connection, string query, int bytes, CancellationToken ct)
    {
        var reader = new CopyReader(bytes);
        await using var stream = await connection.BeginRawBinaryCopyAsync($"copy ({query}) to stdout (format binary)", ct);
        while (true)
        {
            if (reader._length == reader._buffer.Length)
            {
                reader.Grow();
            }

            int read = await stream.ReadAsync(reader._buffer.AsMemory(reader._length), ct);
            if (read == 0)
            {
                return reader;
            }

            reader._length += read;
        }
    }

    /// <summary>Moves to the next row; false at the end.</summary>
    public bool Next()
    {
        short columns = BinaryPrimitives.ReadInt16BigEndian(_buffer.AsSpan(_at));
        _at += 2;
        return columns >= 0;
    }

    public long Long() => BinaryPrimitives.ReadInt64BigEndian(Field().Span);

    public int Int() => BinaryPrimitives.ReadInt32BigEndian(Field().Span);

    public short Short() => BinaryPrimitives.ReadInt16BigEndian(Field().Span);

    /// <summary>A value of type "char".</summary>
    public char Letter() => (char)Field().Span[0];

    /// <summary>The bytes of a text or bytea, empty for null; valid until the reader is disposed.</summary>
    public ReadOnlyMemory<byte> Field()
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_at));
        _at += 4;
        var field = _buffer.AsMemory(_at, Math.Max(0, length));
        _at += field.Length;
        return field;
    }

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
