using System.Globalization;
using System.Security.Cryptography;
using CreditHub.Connectors.Transports;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.FileDrop.Remote;

/// <summary>Puts away on the server what the books are done with. Never touches a file that is not the one fetched; may be repeated after a crash at any line.</summary>
internal sealed class RemoteArchive(RemoteSettings remote, DoneFileName? doneFile)
{
    /// <summary>True when the file is gone from its place; false when another one stands there now, which is left for the next run.</summary>
    public async Task<bool> PutAwayAsync(IFileSession session, FetchNote note, CancellationToken ct)
    {
        var now = await session.FindAsync("", note.Name, ct).ConfigureAwait(false);
        if (now is null)
        {
            return true;
        }

        if (!now.Matches(new RemoteFile(note.Name, note.Size, note.Modified)))
        {
            return false;
        }

        if (doneFile is not null && !await IsAwaitedAsync(session, note.Name, ct).ConfigureAwait(false))
        {
            // first, so that a leftover can never vouch for a later file of the same name
            await session.DeleteAsync("", doneFile.Of(note.Name), ct).ConfigureAwait(false);
        }

        if (remote.Afterwards == Afterwards.Delete)
        {
            await session.DeleteAsync("", note.Name, ct).ConfigureAwait(false);
            return true;
        }

        foreach (string target in Names(note))
        {
            if (await session.MoveAsync(note.Name, remote.DoneDirectory, target, ct).ConfigureAwait(false) != RemoteMove.Taken)
            {
                return true;
            }
        }

        throw new ConnectorException(FailureKind.Config, $"{note.Name}: too many files of this name in {remote.DoneDirectory} on the server: clear it");
    }

    public static async Task<string> DigestAsync(string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct).ConfigureAwait(false));
    }

    /// <summary>Another file there has the same done-file.</summary>
    private async Task<bool> IsAwaitedAsync(IFileSession session, string name, CancellationToken ct)
    {
        if (doneFile is not { MayBeShared: true })
        {
            return false;
        }

        string done = doneFile.Of(name);
        var listed = await session.ListAsync("", ct).ConfigureAwait(false);
        return listed.Files.Any(other => other.Name != name && other.Name != done && doneFile.Of(other.Name) == done);
    }

    private static IEnumerable<string> Names(FetchNote note)
    {
        yield return note.Name;
        string stem = Path.GetFileNameWithoutExtension(note.Name), extension = Path.GetExtension(note.Name);
        for (int i = 0; i < 20; i++)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{stem}.{note.Sha256[..8]}{(i == 0 ? "" : "-" + i)}{extension}");
        }
    }
}
