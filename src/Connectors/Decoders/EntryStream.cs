using System.IO.Compression;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders;

/// <summary>
/// The bytes of one archive entry, believed only as far as they prove themselves: counted against the limits while they are unpacked (sizes in headers are claims)
/// and compared with the entry's CRC-32 at the end. Errors: <see cref="ConnectorException"/> of kind Payload.
/// </summary>
internal sealed class EntryStream(ZipArchiveEntry entry, Stream content, UnpackBudget budget) : ForwardStream
{
    private uint _crc = Crc32.Start;
    private long _length;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException broken)
        {
            throw new ConnectorException(FailureKind.Payload, $"压缩包内的 {entry.FullName} 已损坏，无法解压", broken);
        }

        if (read == 0 && buffer.Length > 0)
        {
            Prove();
        }

        _length += read;
        budget.Take(read, entry.FullName, _length, entry.CompressedLength);
        _crc = Crc32.Append(_crc, buffer.Span[..read]);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Prove()
    {
        if (_length != entry.Length || Crc32.End(_crc) != entry.Crc32)
        {
            throw new ConnectorException(FailureKind.Payload, $"压缩包内的 {entry.FullName} 校验不符（CRC或长度），文件在传输中损坏，请重新报送");
        }
    }
}
