using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports;

/// <summary>A new local file that is being filled from a server: owner-only, never larger than allowed, gone again unless kept.</summary>
internal sealed class LocalCopy(string path, string name, long maxBytes) : IAsyncDisposable
{
    private readonly FileStream _file = new(path, new FileStreamOptions
    {
        Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite, Options = FileOptions.Asynchronous,
    });

    private bool _kept;

    public long Bytes { get; private set; }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        Bytes += bytes.Length;
        if (Bytes > maxBytes)
        {
            throw new ConnectorException(FailureKind.Transient, $"{name}: the server sends more than the file has; it is taken by the next run");
        }

        await _file.WriteAsync(bytes, ct).ConfigureAwait(false);
    }

    public void Keep()
    {
        _file.Flush(flushToDisk: true);
        _kept = true;
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync().ConfigureAwait(false);
        if (!_kept)
        {
            File.Delete(path);
        }
    }
}
