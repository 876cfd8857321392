using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>Two directories of this machine: a disk, a mount, or one side of a gap device.</summary>
internal sealed class DirectoryPlace(string directory, string? feedbackDirectory, bool own) : IPacketPlace
{
    // the other side's program reads by group
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    public Task PutAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken ct) => GuardAsync(directory, async () =>
    {
        if (own)
        {
            Directory.CreateDirectory(directory);
        }

        string target = Path.Combine(directory, name), part = Path.Combine(directory, $".{name}.part");
        File.Delete(part);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Mode;
        }

        await using (var file = new FileStream(part, options))
        {
            await file.WriteAsync(bytes, ct).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, target, overwrite: true);
        DirectorySync.Flush(directory);
        return true;
    });

    public Task<bool> HoldsAsync(string name, CancellationToken ct) => GuardAsync(directory, () => Task.FromResult(File.Exists(Path.Combine(directory, name))));

    public Task<byte[]?> FeedbackAsync(string name, int maxBytes, CancellationToken ct) => GuardAsync(feedbackDirectory ?? directory, async () =>
    {
        string path = Path.Combine(feedbackDirectory ?? directory, name);
        if (FileStamp.Of(path) is not { Nature: FileNature.Regular } seen)
        {
            return null;
        }

        if (seen.Size > maxBytes)
        {
            throw new ConnectorException(FailureKind.Config, $"feedback file {name} is larger than {maxBytes >> 20} MiB: ask the other side");
        }

        await using var file = FileOpening.Open(path, seen);
        byte[] bytes = new byte[seen.Size];
        await file.ReadExactlyAsync(bytes, ct).ConfigureAwait(false);
        return bytes;
    });

    private static async Task<T> GuardAsync<T>(string directory, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (DirectoryNotFoundException missing)
        {
            // it was there when the settings were checked: a mount that went away comes back
            throw new ConnectorException(FailureKind.Transient, $"directory {directory} is gone: create or mount it", missing);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new ConnectorException(FailureKind.Config, $"directory {directory} may not be used: grant the service user access", denied);
        }
        catch (IOException failure)
        {
            throw new ConnectorException(FailureKind.Transient, $"directory {directory} cannot be used now ({failure.GetType().Name}): check space and mount", failure);
        }
    }
}
