using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.GZip;

/// <summary>
/// Unpacks the one member of a gzip file, counted against the limits and compared with its own length and CRC-32, before the first record is read. Cut files,
/// several members and anything behind the member refuse the payload. Holds no state.
/// </summary>
internal sealed class GZipDecoder(long maxUnpacked, int maxRatio, IPayloadDecoder inner, ScratchSpace scratch) : IPayloadDecoder
{
    private const long MaxKept = 4L << 30;
    private const int Shortest = 18;
    private const int Trailer = 8;

    /// <inheritdoc/>
    public string LocationTemplate => inner.LocationTemplate;

    /// <inheritdoc/>
    public bool FixedColumns => inner.FixedColumns;

    /// <inheritdoc/>
    public IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, CancellationToken ct) => DecodeAsync(payload, static _ => { }, ct);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RawRecord> DecodeAsync(
        Stream payload, Action<IReadOnlyList<string>> columnsKnown, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var kept = payload.CanSeek ? null : await scratch.KeepAsync(payload, MaxKept, ct).ConfigureAwait(false);
        await using var unpacked = await UnpackAsync(kept ?? payload, ct).ConfigureAwait(false);
        await foreach (var record in inner.DecodeAsync(unpacked, columnsKnown, ct).ConfigureAwait(false))
        {
            yield return record;
        }
    }

    private static ConnectorException Broken(Exception? inner = null) =>
        new(FailureKind.Payload, "gzip文件已损坏、不完整，或之后还有其他内容，请重新报送", inner);

    private async Task<FileStream> UnpackAsync(Stream packed, CancellationToken ct)
    {
        byte[] trailer = new byte[Trailer];
        if (packed.Length < Shortest)
        {
            throw Broken();
        }

        packed.Position = packed.Length - Trailer;
        await packed.ReadExactlyAsync(trailer, ct).ConfigureAwait(false);
        packed.Position = 0;
        var file = scratch.Open();
        try
        {
            var (length, crc) = await CopyAsync(packed, file, ct).ConfigureAwait(false);
            // the trailer at the very end must be that of the only member: CRC, then the length modulo 2^32
            if (crc != BinaryPrimitives.ReadUInt32LittleEndian(trailer) || (uint)length != BinaryPrimitives.ReadUInt32LittleEndian(trailer.AsSpan(4)))
            {
                throw Broken();
            }

            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<(long Length, uint Crc)> CopyAsync(Stream packed, FileStream file, CancellationToken ct)
    {
        var budget = new UnpackBudget(maxUnpacked, maxRatio);
        byte[] buffer = new byte[128 << 10];
        long length = 0;
        uint crc = Crc32.Start;
        await using var content = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        while (true)
        {
            int read;
            try
            {
                read = await content.ReadAsync(buffer, ct).ConfigureAwait(false);
            }
            catch (InvalidDataException broken)
            {
                throw Broken(broken);
            }

            if (read == 0)
            {
                return (length, Crc32.End(crc));
            }

            length += read;
            budget.Take(read, "gzip文件", length, packed.Length);
            crc = Crc32.Append(crc, buffer.AsSpan(0, read));
            await file.WriteAsync(buffer.AsMemory(0, read), ct).ConfigureAwait(false);
        }
    }
}
