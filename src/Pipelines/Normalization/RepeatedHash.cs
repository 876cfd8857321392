using System.Security.Cryptography;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// SHA-256 of one text after another. Keeps the system library's context: of a short text, making one costs more than hashing. Not thread-safe; the context
/// goes with the instance.
/// </summary>
internal sealed class RepeatedHash
{
    /// <summary>Length of a hash.</summary>
    public const int Bytes = SHA256.HashSizeInBytes;

    private readonly IncrementalHash _context = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Writes <see cref="Bytes"/> bytes to <paramref name="hash"/>.</summary>
    public void Compute(ReadOnlySpan<byte> text, Span<byte> hash)
    {
        _context.AppendData(text);
        _context.GetHashAndReset(hash);
    }
}
