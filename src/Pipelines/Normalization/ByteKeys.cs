using System.Numerics;
using System.Runtime.InteropServices;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Compares byte strings by content and finds them by span. Keys come from configuration only: no defence against chosen keys.</summary>
internal sealed class ByteKeys : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    /// <summary>The one instance.</summary>
    public static ByteKeys Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    /// <inheritdoc/>
    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    /// <summary>Beginning, middle and end: words of a list hardly ever share all three and their length.</summary>
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        ulong hash = (ulong)alternate.Length;
        if (alternate.Length >= sizeof(ulong))
        {
            ulong middle = MemoryMarshal.Read<ulong>(alternate[((alternate.Length - sizeof(ulong)) / 2)..]);
            ulong end = MemoryMarshal.Read<ulong>(alternate[^sizeof(ulong)..]);
            return (int)Mix(Mix(hash ^ MemoryMarshal.Read<ulong>(alternate)) ^ middle ^ BitOperations.RotateLeft(end, 29));
        }

        foreach (byte unit in alternate)
        {
            hash = (hash << 8) ^ unit;
        }

        return (int)Mix(hash);
    }

    private static ulong Mix(ulong value)
    {
        value *= 0x9E3779B97F4A7C15;
        return value ^ (value >> 32);
    }
}
