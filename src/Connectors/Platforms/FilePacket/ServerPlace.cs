using CreditHub.Connectors.Transports;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>
/// Two directories of a file server. A packet is written under name + <c>.part</c> and renamed: under its name it is whole. Before it is put it is looked for, so
/// that one whose confirmation was lost is not put a second time.
/// </summary>
internal sealed class ServerPlace(KeptSession packets, KeptSession? feedback, string scratch, TimeProvider time) : IPacketPlace
{
    public async Task PutAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        string source = NewScratch();
        try
        {
            await using (var file = new FileStream(source, ScratchOptions()))
            {
                await file.WriteAsync(bytes, ct).ConfigureAwait(false);
            }

            await packets.UseAsync(async session =>
            {
                if ((await session.FindAsync("", name, ct).ConfigureAwait(false))?.Size != bytes.Length)
                {
                    await session.PutAsync(source, "", name, ct).ConfigureAwait(false);
                }

                return true;
            }, ct).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(source);
        }
    }

    public Task<bool> HoldsAsync(string name, CancellationToken ct) =>
        packets.UseAsync(async session => await session.FindAsync("", name, ct).ConfigureAwait(false) is not null, ct);

    public Task<byte[]?> FeedbackAsync(string name, int maxBytes, CancellationToken ct) => (feedback ?? packets).UseAsync(async session =>
    {
        if (await session.FindAsync("", name, ct).ConfigureAwait(false) is not { } file)
        {
            return null;
        }

        if (file.Size > maxBytes)
        {
            throw new ConnectorException(FailureKind.Config, $"feedback file {name} is larger than {maxBytes >> 20} MiB: ask the other side");
        }

        string target = NewScratch();
        try
        {
            await session.FetchAsync(file, target, maxBytes, ct).ConfigureAwait(false);
            return (byte[]?)await File.ReadAllBytesAsync(target, ct).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(target);
        }
    }, ct);

    /// <summary>A name nobody has; what a dead process left there a day ago is swept.</summary>
    private string NewScratch()
    {
        foreach (var left in Directory.CreateDirectory(scratch).EnumerateFiles().Where(f => time.GetUtcNow() - f.LastWriteTimeUtc > TimeSpan.FromDays(1)))
        {
            left.Delete();
        }

        return Path.Combine(scratch, Path.GetRandomFileName());
    }

    private static FileStreamOptions ScratchOptions()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
