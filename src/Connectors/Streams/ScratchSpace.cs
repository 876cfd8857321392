using System.Globalization;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Streams;

/// <summary>
/// Files for bytes that must be read more than once and are only needed while this process lives: owner-only, and without a name from the start, so that nothing
/// of them survives a kill.
/// </summary>
internal sealed class ScratchSpace(string dataDirectory)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _root = Path.Combine(dataDirectory, "scratch");

    /// <summary>An empty file to write and read.</summary>
    public FileStream Open()
    {
        Directory.CreateDirectory(_root, OwnerOnly | UnixFileMode.UserExecute);
        string path = Path.Combine(_root, string.Create(CultureInfo.InvariantCulture, $"{Path.GetRandomFileName()}.{Environment.ProcessId}.tmp"));
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 1 << 16, UnixCreateMode = OwnerOnly,
        });
        File.Delete(path);
        return file;
    }

    /// <summary>
    /// All of a stream in a scratch file that stands at its start. Errors: <see cref="ConnectorException"/> of kind Payload when it is longer than
    /// <paramref name="maxBytes"/>; IOException (disk).
    /// </summary>
    public async Task<FileStream> KeepAsync(Stream stream, long maxBytes, CancellationToken ct)
    {
        var file = Open();
        try
        {
            byte[] buffer = new byte[128 << 10];
            int read;
            while ((read = await stream.ReadAsync(buffer, ct).ConfigureAwait(false)) > 0)
            {
                if (file.Length + read > maxBytes)
                {
                    throw new ConnectorException(FailureKind.Payload, $"数据超过 {maxBytes >> 20} MiB 的上限，请拆分后重新报送");
                }

                await file.WriteAsync(buffer.AsMemory(0, read), ct).ConfigureAwait(false);
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
}
