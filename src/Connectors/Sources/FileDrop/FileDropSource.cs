using System.Globalization;
using System.Runtime.CompilerServices;
using CreditHub.Connectors.Sources.FileDrop.Remote;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Sources.FileDrop;

/// <summary>
/// Collects finished files from one directory: a payload for each file. The cursor is for people only; what is collected is what lies there, and settling
/// moves it away.
/// </summary>
internal sealed class FileDropSource(DropDirectory directory, FileArchive archive, RemoteInbox? remote, bool skipsSameContent) : ISource
{
    private readonly Dictionary<string, FileStamp> _landed = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async IAsyncEnumerable<FetchedPayload> FetchAsync(FetchWindow window, [EnumeratorCancellation] CancellationToken ct)
    {
        if (window.FromDate is not null || window.ToDate is not null || window.Subject is not null)
        {
            throw new ConnectorException(FailureKind.Config, "a file drop has no window and no subject: put the file into the inbox and run without them");
        }

        _landed.Clear();
        foreach (var file in await (remote?.FinishedAsync(directory, ct) ?? directory.FinishedAsync(ct)).ConfigureAwait(false))
        {
            yield return new FetchedPayload(file.Name, _ => Task.FromResult<Stream>(Open(file)), CursorAfter(file))
            {
                IsDocument = true, SkipsSameContent = skipsSameContent,
            };
        }
    }

    /// <inheritdoc/>
    public async Task<SourceTrial?> TryAsync(CancellationToken ct) => remote is null ? null : await remote.TryAsync(ct).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task SettleAsync(SettledPayload payload, CancellationToken ct)
    {
        if (!FilePlace.IsPlainName(payload.Name))
        {
            throw new ConnectorException(FailureKind.Config, "a payload name that is no file name cannot be settled");
        }

        await archive.PutAwayAsync(payload, _landed.TryGetValue(payload.Name, out var stamp) ? stamp : null, ct).ConfigureAwait(false);
        if (remote is not null)
        {
            await remote.SettleAsync(payload.Name, ct).ConfigureAwait(false);
        }
    }

    private WholeFileStream Open(DroppedFile file)
    {
        string path = directory.PathOf(file.Name);
        var stream = FileOpening.Open(path, file.Stamp);
        _landed[file.Name] = file.Stamp;
        return new WholeFileStream(stream, path, file.Stamp);
    }

    private static Cursor CursorAfter(DroppedFile file) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{file.Name} {file.Stamp.ModifiedAt:yyyy-MM-ddTHH:mm:ss.fffZ}"));
}
