using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.FileDrop;

/// <summary>
/// Reads a file once from start to end and, at the end, proves that it is the file it was at the start: same bytes counted, same stamp of the open file and
/// of the name. Otherwise a Transient <see cref="ConnectorException"/> instead of the end: a half-taken file never looks whole.
/// </summary>
internal sealed class WholeFileStream(FileStream file, string path, FileStamp seen) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => seen.Size;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Counted(file.Read(buffer, offset, count), count);

    public override int Read(Span<byte> buffer) => Counted(file.Read(buffer), buffer.Length);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Counted(await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Counted(int read, int asked)
    {
        _read += read;
        if (read == 0 && asked > 0 && (_read != seen.Size || FileStamp.Of(file.SafeFileHandle, path) != seen || FileStamp.Of(path) != seen))
        {
            throw new ConnectorException(FailureKind.Transient, $"{Path.GetFileName(path)}: the file changed while it was read; it is taken by the next run");
        }

        return read;
    }
}
