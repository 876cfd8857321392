using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace CreditHub.Pipelines.Model;

/// <inheritdoc cref="RecordIdBytes"/>
public readonly struct RecordId : IEquatable<RecordId>, IComparable<RecordId>
{
    private readonly RecordIdBytes _bytes;

    /// <summary>Copies 32 bytes.</summary>
    public RecordId(ReadOnlySpan<byte> sha256)
    {
        if (sha256.Length != 32)
        {
            throw new ArgumentException("A record id has 32 bytes.", nameof(sha256));
        }

        sha256.CopyTo(MemoryMarshal.AsBytes((Span<ulong>)_bytes));
    }

    /// <summary>The 32 bytes.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes((ReadOnlySpan<ulong>)_bytes);

    /// <summary>First eight bytes: a fingerprint good enough to find candidates, never proof of equality.</summary>
    public ulong Fingerprint => _bytes[0];

    /// <summary>Reads 64 hex digits; false for anything else.</summary>
    public static bool TryParse(string? text, out RecordId id)
    {
        Span<byte> bytes = stackalloc byte[32];
        if (text is { Length: 64 } && Convert.FromHexString(text, bytes, out _, out int written) == System.Buffers.OperationStatus.Done && written == 32)
        {
            id = new RecordId(bytes);
            return true;
        }

        id = default;
        return false;
    }

    /// <summary>Reads 64 hex digits. Errors: <see cref="FormatException"/>.</summary>
    public static RecordId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("A record id has 64 hex digits.");

    /// <inheritdoc/>
    public bool Equals(RecordId other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RecordId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Fingerprint.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(RecordId other) => Bytes.SequenceCompareTo(other.Bytes);

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(Bytes);

    /// <summary>Byte equality.</summary>
    public static bool operator ==(RecordId left, RecordId right) => left.Equals(right);

    /// <summary>Byte inequality.</summary>
    public static bool operator !=(RecordId left, RecordId right) => !left.Equals(right);

    /// <summary>Byte order.</summary>
    public static bool operator <(RecordId left, RecordId right) => left.CompareTo(right) < 0;

    /// <summary>Byte order.</summary>
    public static bool operator >(RecordId left, RecordId right) => left.CompareTo(right) > 0;

    /// <summary>Byte order.</summary>
    public static bool operator <=(RecordId left, RecordId right) => left.CompareTo(right) <= 0;

    /// <summary>Byte order.</summary>
    public static bool operator >=(RecordId left, RecordId right) => left.CompareTo(right) >= 0;
}
