using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports.Sftp;

/// <summary>The directory of an SFTP server.</summary>
internal sealed class SftpSession(SftpChannel channel, TransportSettings settings) : IFileSession
{
    private const int MostEntries = 200_000;

    /// <inheritdoc/>
    public async Task<RemoteListing> ListAsync(string folder, CancellationToken ct)
    {
        var opened = await channel.AskAsync(SftpPart.OpenDirectory, r => r.Bytes(PathOf(folder)), ct).ConfigureAwait(false);
        byte[] handle = HandleOf(opened, DirectoryText(folder));
        var files = new List<RemoteFile>();
        int entries = 0, passedOver = 0;
        while (await NextNamesAsync(handle, ct).ConfigureAwait(false) is { } names)
        {
            for (uint count = names.Number(); count > 0; count--)
            {
                string? name = settings.Names.Read(names.Bytes().Span);
                names.Bytes(); // the line for people
                var attributes = names.Attributes();
                if (++entries > MostEntries)
                {
                    throw new ConnectorException(FailureKind.Config, $"{DirectoryText(folder)}: more than {MostEntries} entries: clear it");
                }

                if (name is not null && attributes.IsFile)
                {
                    files.Add(new RemoteFile(name, attributes.Size, attributes.Modified));
                }
                else
                {
                    passedOver += attributes.IsDirectory ? 0 : 1;
                }
            }
        }

        await channel.AskAsync(SftpPart.Close, r => r.Bytes(handle), ct).ConfigureAwait(false);
        return new RemoteListing(files, passedOver);
    }

    /// <inheritdoc/>
    public async Task<RemoteFile?> FindAsync(string folder, string name, CancellationToken ct)
    {
        var reply = await channel.AskAsync(SftpPart.LinkStatus, r => r.Bytes(PathOf(folder, name)), ct).ConfigureAwait(false);
        if (reply.Part == SftpPart.Attributes)
        {
            return reply.Attributes() is { IsFile: true } now ? new RemoteFile(name, now.Size, now.Modified) : null;
        }

        var status = reply.Status();
        return status == SftpStatus.NoSuchFile ? null : throw Refused(status, name, "looked at");
    }

    /// <inheritdoc/>
    public async Task FetchAsync(RemoteFile file, string target, long maxBytes, CancellationToken ct)
    {
        var opened = await channel.AskAsync(SftpPart.Open, r => r.Bytes(PathOf("", file.Name)).Number(1).Number(0), ct).ConfigureAwait(false);
        if (opened.Part == SftpPart.Status && opened.Status() == SftpStatus.NoSuchFile)
        {
            throw Changed(file.Name);
        }

        byte[] handle = HandleOf(opened, file.Name);
        await using var copy = new LocalCopy(target, file.Name, Math.Min(maxBytes, file.Size));
        await new SftpDownload(channel, handle, file).CopyAsync(copy, ct).ConfigureAwait(false);
        var read = await channel.AskAsync(SftpPart.HandleStatus, r => r.Bytes(handle), ct).ConfigureAwait(false);
        await channel.AskAsync(SftpPart.Close, r => r.Bytes(handle), ct).ConfigureAwait(false);
        var now = read.Part == SftpPart.Attributes ? read.Attributes() : default;
        if (copy.Bytes != file.Size || now.Size != file.Size || now.Modified != file.Modified
            || !file.Matches(await FindAsync("", file.Name, ct).ConfigureAwait(false)))
        {
            throw Changed(file.Name);
        }

        copy.Keep();
    }

    /// <inheritdoc/>
    public async Task PutAsync(string source, string folder, string name, CancellationToken ct)
    {
        const uint write = 2, create = 8, truncate = 16;
        await MakeFolderAsync(folder, ct).ConfigureAwait(false);
        byte[] part = PathOf(folder, name + ".part"), whole = PathOf(folder, name);
        var opened = await channel.AskAsync(SftpPart.Open, r => r.Bytes(part).Number(write | create | truncate).Number(0), ct).ConfigureAwait(false);
        byte[] handle = HandleOf(opened, name);
        await new SftpUpload(channel, handle, name).CopyAsync(source, ct).ConfigureAwait(false);
        if (channel.Extensions.Contains("fsync@openssh.com"))
        {
            await DoAsync(SftpPart.Extended, r => r.Text("fsync@openssh.com").Bytes(handle), name, ct).ConfigureAwait(false);
        }

        await DoAsync(SftpPart.Close, r => r.Bytes(handle), name, ct).ConfigureAwait(false);
        if (channel.Extensions.Contains("posix-rename@openssh.com"))
        {
            await DoAsync(SftpPart.Extended, r => r.Text("posix-rename@openssh.com").Bytes(part).Bytes(whole), name, ct).ConfigureAwait(false);
            return;
        }

        await DeleteAsync(folder, name, ct).ConfigureAwait(false);
        await DoAsync(SftpPart.Rename, r => r.Bytes(part).Bytes(whole), name, ct).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<RemoteMove> MoveAsync(string name, string folder, string target, CancellationToken ct)
    {
        if (await FindAsync("", name, ct).ConfigureAwait(false) is null)
        {
            return RemoteMove.Missing;
        }

        await MakeFolderAsync(folder, ct).ConfigureAwait(false);
        if (await FindAsync(folder, target, ct).ConfigureAwait(false) is not null)
        {
            return RemoteMove.Taken;
        }

        await DoAsync(SftpPart.Rename, r => r.Bytes(PathOf("", name)).Bytes(PathOf(folder, target)), name, ct).ConfigureAwait(false);
        return RemoteMove.Done;
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string folder, string name, CancellationToken ct)
    {
        var reply = await channel.AskAsync(SftpPart.Remove, r => r.Bytes(PathOf(folder, name)), ct).ConfigureAwait(false);
        return reply.Status() switch
        {
            SftpStatus.Ok => true,
            SftpStatus.NoSuchFile => false,
            var refused => throw Refused(refused, name, "deleted"),
        };
    }

    public ValueTask DisposeAsync() => channel.DisposeAsync();

    private async Task<SftpReply?> NextNamesAsync(byte[] handle, CancellationToken ct)
    {
        var reply = await channel.AskAsync(SftpPart.ReadDirectory, r => r.Bytes(handle), ct).ConfigureAwait(false);
        if (reply.Part == SftpPart.Names)
        {
            return reply;
        }

        var status = reply.Status();
        return status == SftpStatus.EndOfFile ? null : throw Refused(status, "the directory", "listed");
    }

    private async Task MakeFolderAsync(string folder, CancellationToken ct)
    {
        if (folder.Length > 0)
        {
            // the answer of an existing directory is a plain failure; whether it is one shows when it is used
            await channel.AskAsync(SftpPart.MakeDirectory, r => r.Bytes(PathOf(folder)).Number(0), ct).ConfigureAwait(false);
        }
    }

    private async Task DoAsync(SftpPart part, Func<SftpRequest, SftpRequest> fill, string name, CancellationToken ct)
    {
        var status = (await channel.AskAsync(part, fill, ct).ConfigureAwait(false)).Status();
        if (status != SftpStatus.Ok)
        {
            throw Refused(status, name, "written or moved");
        }
    }

    private static byte[] HandleOf(SftpReply opened, string name)
    {
        if (opened.Part == SftpPart.Handle)
        {
            return opened.Bytes().ToArray();
        }

        throw Refused(opened.Status(), name, "opened");
    }

    private byte[] PathOf(params ReadOnlySpan<string> names)
    {
        byte[] path = settings.Names.Write(settings.Directory, names);
        return path.Length == 0 ? "."u8.ToArray() : path;
    }

    private string DirectoryText(string folder) => folder.Length == 0 ? $"the directory {(settings.Directory.Length == 0 ? "of the log-in" : settings.Directory)}" : $"the directory {folder}";

    private static ConnectorException Changed(string name) =>
        new(FailureKind.Transient, $"{name}: the file changed on the server while it was fetched; it is taken by the next run");

    private static ConnectorException Refused(SftpStatus status, string what, string done) => status switch
    {
        SftpStatus.NoSuchFile => new(FailureKind.Config, $"{what} does not exist on the server: create it or correct directory"),
        SftpStatus.PermissionDenied => new(FailureKind.Config, $"{what} may not be {done} on the server: ask for the permission"),
        SftpStatus.Unsupported => new(FailureKind.Config, $"{what} cannot be {done}: the server does not support it"),
        _ => new(FailureKind.Transient, $"{what} cannot be {done} on the server now (status {(uint)status}): check its space and limits"),
    };
}
