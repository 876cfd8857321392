using System.Globalization;
using System.Security.Cryptography;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Intake;

/// <summary>
/// Own directory for payloads exactly as received: owner-only, written to a temporary file, synced, renamed. A crash leaves only
/// temporary files, which the next start sweeps.
/// </summary>
internal sealed class LandingZone(string dataDirectory)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const string Extension = ".payload";

    private readonly string _root = Path.Combine(dataDirectory, "landed");

    /// <summary>Copies the stream. Errors: IOException (disk), ConnectorException from the source's stream, Payload when larger than <paramref name="maxBytes"/>.</summary>
    public async Task<LandedFile> LandAsync(Stream received, long runId, int ordinal, long maxBytes, CancellationToken ct)
    {
        string target = PathOf(runId, ordinal);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!, OwnerOnly | UnixFileMode.UserExecute);
        string temporary = Path.ChangeExtension(target, string.Create(CultureInfo.InvariantCulture, $".{Environment.ProcessId}.tmp"));
        try
        {
            var (sha256, bytes) = await CopyAsync(received, temporary, maxBytes, ct);
            File.Move(temporary, target, overwrite: true);
            return new LandedFile(Path.GetRelativePath(_root, target), sha256, bytes);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Opens a landed payload; null when it is not on this machine.</summary>
    public Stream? Open(string path)
    {
        string full = Path.Combine(_root, path);
        return File.Exists(full)
            ? new FileStream(full, new FileStreamOptions
            {
                Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 1 << 16, Options = FileOptions.SequentialScan,
            })
            : null;
    }

    /// <summary>A file for what is only needed while this process lives: it has no name any more, so nothing of it survives a kill.</summary>
    public FileStream OpenScratch()
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

    /// <summary>The payloads on this machine that were written before.</summary>
    public IEnumerable<LandedName> WrittenBefore(DateTimeOffset before) => Named("*").Where(file => file.Written < before.UtcDateTime);

    /// <summary>The payloads of a run on this machine.</summary>
    public IEnumerable<LandedName> OfRun(long runId) => Named(string.Create(CultureInfo.InvariantCulture, $"{runId}-*"));

    /// <summary>Deletes a payload; 0 when it was gone already, else its bytes.</summary>
    public long Remove(long runId, int ordinal)
    {
        var file = new FileInfo(PathOf(runId, ordinal));
        long bytes = file.Exists ? file.Length : 0;
        file.Delete();
        return bytes;
    }

    /// <summary>Deletes temporary files of processes that are gone.</summary>
    public void Sweep()
    {
        if (!Directory.Exists(_root))
        {
            return;
        }

        foreach (string file in Directory.EnumerateFiles(_root, "*.tmp", SearchOption.AllDirectories))
        {
            string owner = Path.GetFileNameWithoutExtension(file).Split('.')[^1];
            bool alive = int.TryParse(owner, CultureInfo.InvariantCulture, out int id) && (id == Environment.ProcessId || Directory.Exists($"/proc/{id}"));
            if (!alive)
            {
                File.Delete(file);
            }
        }
    }

    private IEnumerable<LandedName> Named(string pattern)
    {
        var files = Directory.Exists(_root) ? new DirectoryInfo(_root).EnumerateFiles(pattern + Extension, SearchOption.AllDirectories) : [];
        foreach (var file in files)
        {
            string[] parts = Path.GetFileNameWithoutExtension(file.Name).Split('-');
            if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long run)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int ordinal) && PathOf(run, ordinal) == file.FullName)
            {
                yield return new LandedName(run, ordinal, file.LastWriteTimeUtc);
            }
        }
    }

    private string PathOf(long runId, int ordinal) => Path.Combine(
        _root, (runId / 1000).ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{runId}-{ordinal}{Extension}"));

    private static async Task<(string Sha256, long Bytes)> CopyAsync(Stream received, string path, long maxBytes, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0,
            UnixCreateMode = OwnerOnly, Options = FileOptions.Asynchronous,
        });
        byte[] buffer = new byte[1 << 17];
        long total = 0;
        int read;
        while ((read = await received.ReadAsync(buffer, ct)) > 0)
        {
            total += read;
            if (total > maxBytes)
            {
                throw new ConnectorException(FailureKind.Payload, $"数据量超过上限 {maxBytes} 字节，请拆分后重新报送，或调大 limits.maxPayloadBytes");
            }

            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        file.Flush(flushToDisk: true);
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), total);
    }
}
