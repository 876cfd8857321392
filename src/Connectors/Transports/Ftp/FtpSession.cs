using System.Text;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports.Ftp;

/// <summary>The directory of an FTP server.</summary>
internal sealed class FtpSession(CurlRun curl, TransportSettings settings, string server) : IFileSession
{
    /// <summary>Logs in and does nothing.</summary>
    public Task GreetAsync(CancellationToken ct) => TellAsync("the log-in", () => CommandsAsync([], ct));

    /// <inheritdoc/>
    public Task<RemoteListing> ListAsync(string folder, CancellationToken ct) =>
        TellAsync("the directory " + (folder.Length > 0 ? folder : settings.Directory), () => new FtpList(curl, settings, PathOf(folder)).ReadAsync(ct));

    /// <inheritdoc/>
    public Task<RemoteFile?> FindAsync(string folder, string name, CancellationToken ct) => TellAsync(name, async () =>
    {
        try
        {
            string facts = Encoding.Latin1.GetString(await curl.TextAsync([curl.Url(PathOf(folder, name), directory: false), "head"], ct).ConfigureAwait(false));
            return FtpList.FileOf(name, facts);
        }
        catch (CurlFault fault) when (fault.NotThere || fault.NotListed)
        {
            return null;
        }
    });

    /// <inheritdoc/>
    public Task FetchAsync(RemoteFile file, string target, long maxBytes, CancellationToken ct) => TellAsync(file.Name, async () =>
    {
        await using var copy = new LocalCopy(target, file.Name, Math.Min(maxBytes, file.Size));
        try
        {
            await curl.RunAsync(
                [curl.Url(PathOf("", file.Name), directory: false)], (bytes, stop) => new ValueTask(copy.WriteAsync(bytes, stop)), ct).ConfigureAwait(false);
        }
        catch (CurlFault fault) when (fault.NotThere)
        {
            throw Changed(file.Name);
        }

        if (copy.Bytes != file.Size || !file.Matches(await FindAsync("", file.Name, ct).ConfigureAwait(false)))
        {
            throw Changed(file.Name);
        }

        copy.Keep();
        return true;
    });

    /// <inheritdoc/>
    public Task PutAsync(string source, string folder, string name, CancellationToken ct) => TellAsync(name, async () =>
    {
        await MakeFolderAsync(folder, ct).ConfigureAwait(false);
        byte[] part = PathOf(folder, name + ".part"), whole = PathOf(folder, name);
        await curl.TextAsync([curl.Url(part, directory: false), CurlRun.Setting("upload-file", source)], ct).ConfigureAwait(false);
        byte[][] rename = [[.. "RNFR "u8, .. part], [.. "RNTO "u8, .. whole]];
        try
        {
            await CommandsAsync(rename, ct).ConfigureAwait(false);
        }
        catch (CurlFault fault) when (fault.CommandRefused)
        {
            // a server that does not rename over a file: a short moment without one, which a repetition of this call heals
            await CommandsAsync([[.. "*DELE "u8, .. whole], .. rename], ct).ConfigureAwait(false);
        }

        return true;
    });

    /// <inheritdoc/>
    public Task<RemoteMove> MoveAsync(string name, string folder, string target, CancellationToken ct) => TellAsync(name, async () =>
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

        await CommandsAsync([[.. "RNFR "u8, .. PathOf("", name)], [.. "RNTO "u8, .. PathOf(folder, target)]], ct).ConfigureAwait(false);
        return RemoteMove.Done;
    });

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string folder, string name, CancellationToken ct) => TellAsync(name, async () =>
    {
        if (await FindAsync(folder, name, ct).ConfigureAwait(false) is null)
        {
            return false;
        }

        return await CommandsAsync([[.. "DELE "u8, .. PathOf(folder, name)]], ct).ConfigureAwait(false);
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<bool> MakeFolderAsync(string folder, CancellationToken ct) =>
        folder.Length == 0 ? Task.FromResult(true) : CommandsAsync([[.. "*MKD "u8, .. PathOf(folder)]], ct);

    /// <summary>Commands at the place of the log-in, where relative paths begin. True, or a <see cref="CurlFault"/>.</summary>
    private async Task<bool> CommandsAsync(byte[][] commands, CancellationToken ct)
    {
        await curl.TextAsync([curl.Url([], directory: true), "head", .. commands.Select(command => CurlRun.Setting("quote", command))], ct).ConfigureAwait(false);
        return true;
    }

    private byte[] PathOf(params ReadOnlySpan<string> names) => settings.Names.Write(settings.Directory, names);

    private async Task<T> TellAsync<T>(string what, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (CurlFault fault)
        {
            throw fault.Explain(server, what);
        }
    }

    private static ConnectorException Changed(string name) =>
        new(FailureKind.Transient, $"{name}: the file changed on the server while it was fetched; it is taken by the next run");
}
