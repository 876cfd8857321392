using System.Globalization;
using System.Text;
using CreditHub.Connectors.Streams;
using CreditHub.Connectors.Transports;
using CreditHub.Pipelines.Model;
using Microsoft.Extensions.Logging;

namespace CreditHub.Connectors.Sources.FileDrop.Remote;

/// <summary>
/// Brings the files of a server into the watched directory, each whole and once, and tells the server when the books are done with one. Killed anywhere, the next call
/// goes on: a file is fetched beside the directory, noted, and then renamed into it.
/// </summary>
internal sealed class RemoteInbox(string connector, FileDropSettings settings, RemoteSettings remote, IFileTransport transport, TimeProvider time, ILogger logger)
{
    private const int MostFailures = 3;
    private const int MostLookedInto = 4 << 20;
    private readonly FetchNotes _notes = new(settings.Directory);
    private readonly KeptSession _session = new(transport, time);
    private readonly RemoteArchive _archive = new(remote, settings.DoneFile);

    /// <summary>Fetches what is new, then looks what lies finished here. A server that cannot be asked keeps nobody from taking what was fetched before.</summary>
    public async Task<IReadOnlyList<DroppedFile>> FinishedAsync(DropDirectory directory, CancellationToken ct)
    {
        try
        {
            await CollectAsync(ct).ConfigureAwait(false);
        }
        catch (ConnectorException failure)
        {
            var waiting = await directory.FinishedAsync(ct).ConfigureAwait(false);
            if (waiting.Count == 0)
            {
                throw;
            }

            Log.ServerNotAsked(logger, connector, failure.OperatorMessage);
            return waiting;
        }

        return await directory.FinishedAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Logs in and lists; says what there is. The newest finished file may be looked into unless that would take long.</summary>
    public async Task<SourceTrial> TryAsync(CancellationToken ct)
    {
        var listed = await _session.UseAsync(s => s.ListAsync("", ct), ct).ConfigureAwait(false);
        var matching = listed.Files.Where(file => settings.Matches(file.Name)).ToList();
        var names = listed.Files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        var newest = matching.Where(file => settings.DoneFile is not { } done || names.Contains(done.Of(file.Name)))
            .OrderBy(file => file.Modified).ThenBy(file => file.Name, StringComparer.Ordinal).LastOrDefault();
        string remark = string.Create(CultureInfo.InvariantCulture, $"the server holds {matching.Count} matching of {listed.Files.Count} files");
        return newest is null || newest.Size > Math.Min(MostLookedInto, remote.MaxFileBytes)
            ? new SourceTrial(remark)
            : new SourceTrial(remark, Sample: new FetchedPayload(newest.Name, stop => LookAsync(newest, stop), Cursor.Start));
    }

    /// <summary>A copy that is gone when it is closed; after a kill the next collection removes it with the other halves.</summary>
    private async Task<Stream> LookAsync(RemoteFile file, CancellationToken ct)
    {
        Prepare();
        string copy = _notes.NewPart();
        await _session.UseAsync(async s =>
        {
            await s.FetchAsync(file, copy, MostLookedInto, ct).ConfigureAwait(false);
            return true;
        }, ct).ConfigureAwait(false);
        try
        {
            return new FileStream(copy, new FileStreamOptions { Options = FileOptions.DeleteOnClose, BufferSize = 1 << 16 });
        }
        catch (FileNotFoundException gone)
        {
            throw new ConnectorException(FailureKind.Transient, "a run collects from this server now: try again", gone);
        }
    }

    private async Task CollectAsync(CancellationToken ct)
    {
        var notes = OpenNotes();
        var listed = await _session.UseAsync(s => s.ListAsync("", ct), ct).ConfigureAwait(false);
        if (listed.PassedOver > 0)
        {
            Log.RemoteEntriesPassedOver(logger, connector, listed.PassedOver);
        }

        var files = listed.Files.ToDictionary(file => file.Name, StringComparer.Ordinal);
        foreach (var note in notes.Values)
        {
            await TidyAsync(note, files, ct).ConfigureAwait(false);
        }

        var wanted = await StandingStillAsync(Wanted(files), ct).ConfigureAwait(false);
        ConnectorException? failed = null;
        int failures = 0;
        foreach (var file in wanted)
        {
            var failure = await FetchAsync(file, ct).ConfigureAwait(false);
            failed = failure ?? failed;
            failures += failure is null ? 0 : 1;
            if (failures == MostFailures)
            {
                break;
            }
        }

        if (failed is not null)
        {
            throw failed;
        }
    }

    /// <summary>Does the server's part for a file that was put away here. Idempotent; Transient or Config when the server does not let us.</summary>
    public async Task SettleAsync(string name, CancellationToken ct)
    {
        if (_notes.Find(name) is not { } note || File.Exists(Path.Combine(settings.Directory, name)))
        {
            return;
        }

        if (!note.Taken)
        {
            _notes.Write(note with { Taken = true });
        }

        await FinishAsync(note, ct).ConfigureAwait(false);
    }

    private Dictionary<string, FetchNote> OpenNotes()
    {
        Prepare();
        var notes = _notes.Open();
        foreach (var note in notes.Values.Where(note => !note.Taken))
        {
            Place(note);
        }

        return notes;
    }

    /// <summary>Makes the directory when it is ours to make.</summary>
    private void Prepare()
    {
        if (settings.Own)
        {
            Directory.CreateDirectory(settings.Directory);
        }
        else if (!Directory.Exists(settings.Directory))
        {
            throw new ConnectorException(FailureKind.Config, "the inbox directory does not exist: create or mount it");
        }
    }

    /// <summary>Ends what a note still owes, and forgets what is of no use any more.</summary>
    private async Task TidyAsync(FetchNote note, Dictionary<string, RemoteFile> files, CancellationToken ct)
    {
        bool there = files.TryGetValue(note.Name, out var file);
        if (note.Taken)
        {
            if (!there)
            {
                _notes.Remove(note.Name);
            }
            else if (remote.Afterwards != Afterwards.Keep && IsNoted(note, file!))
            {
                await FinishAsync(note, ct).ConfigureAwait(false);
                files.Remove(note.Name);
            }
        }
        else if (!File.Exists(Path.Combine(settings.Directory, note.Name)) && !File.Exists(_notes.PartOf(note.Name)))
        {
            // taken away by hand before the books saw it: fetched again
            _notes.Remove(note.Name);
        }
    }

    private async Task FinishAsync(FetchNote note, CancellationToken ct)
    {
        if (remote.Afterwards == Afterwards.Keep)
        {
            return;
        }

        await _session.UseAsync(s => _archive.PutAwayAsync(s, note, ct), ct).ConfigureAwait(false);
        _notes.Remove(note.Name);
    }

    /// <summary>Files to fetch, in the order they are to be merged.</summary>
    private List<RemoteFile> Wanted(Dictionary<string, RemoteFile> files)
    {
        var wanted = new List<RemoteFile>();
        int large = 0, waiting = 0;
        foreach (var file in files.Values.Where(file => settings.Matches(file.Name) && FitsHere(file.Name)))
        {
            bool here = File.Exists(Path.Combine(settings.Directory, file.Name)) || File.Exists(_notes.PartOf(file.Name));
            waiting += here ? 1 : 0;
            large += file.Size > remote.MaxFileBytes ? 1 : 0;
            bool finished = settings.DoneFile is not { } done || files.ContainsKey(done.Of(file.Name));
            if (!here && finished && file.Size <= remote.MaxFileBytes && !(_notes.Find(file.Name) is { } note && IsNoted(note, file)))
            {
                wanted.Add(file);
            }
        }

        if (large > 0)
        {
            Log.RemoteFilesTooLarge(logger, connector, large, remote.MaxFileBytes >> 20);
        }

        var ordered = settings.ByTime
            ? wanted.OrderBy(file => file.Modified).ThenBy(file => file.Name, StringComparer.Ordinal)
            : wanted.OrderBy(file => file.Name, StringComparer.Ordinal);
        return [.. ordered.Take(Math.Max(0, settings.MaxFiles - waiting))];
    }

    /// <summary>Without a done-file a file must look the same twice, <see cref="FileDropSettings.Stable"/> apart; clocks of two machines say nothing about age.</summary>
    private async Task<List<RemoteFile>> StandingStillAsync(List<RemoteFile> wanted, CancellationToken ct)
    {
        if (wanted.Count == 0 || settings.DoneFile is not null || settings.Stable == TimeSpan.Zero)
        {
            return wanted;
        }

        await Task.Delay(settings.Stable, time, ct).ConfigureAwait(false);
        var again = (await _session.UseAsync(s => s.ListAsync("", ct), ct).ConfigureAwait(false)).Files.ToDictionary(file => file.Name, StringComparer.Ordinal);
        var still = wanted.Where(file => again.TryGetValue(file.Name, out var now) && file == now).ToList();
        if (still.Count < wanted.Count)
        {
            Log.RemoteFilesChanging(logger, connector, wanted.Count - still.Count);
        }

        return still;
    }

    /// <summary>Null, or why the file is not to be had now; the others may be.</summary>
    private async Task<ConnectorException?> FetchAsync(RemoteFile file, CancellationToken ct)
    {
        string part = _notes.PartOf(file.Name);
        _notes.Remove(file.Name);
        try
        {
            await _session.UseAsync(async s =>
            {
                await s.FetchAsync(file, part, remote.MaxFileBytes, ct).ConfigureAwait(false);
                return true;
            }, ct).ConfigureAwait(false);
        }
        catch (ConnectorException failure)
        {
            return failure;
        }

        if (file.Modified is { } modified)
        {
            File.SetLastWriteTimeUtc(part, modified.UtcDateTime);
        }

        var note = new FetchNote(file.Name, file.Size, file.Modified, await RemoteArchive.DigestAsync(part, ct).ConfigureAwait(false), Taken: false);
        _notes.Write(note);
        Place(note);
        return null;
    }

    /// <summary>The last step of a fetch, repeated after a kill: into the directory, and its done-file after it.</summary>
    private void Place(FetchNote note)
    {
        string part = _notes.PartOf(note.Name), target = Path.Combine(settings.Directory, note.Name);
        if (File.Exists(part) && FileStamp.Of(target) is null)
        {
            File.Move(part, target, overwrite: false);
        }

        if (settings.DoneFile?.Of(note.Name) is { } done && File.Exists(target) && FileStamp.Of(Path.Combine(settings.Directory, done)) is null)
        {
            File.WriteAllBytes(Path.Combine(settings.Directory, done), []);
        }
    }

    private static bool IsNoted(FetchNote note, RemoteFile file) => file.Matches(new RemoteFile(note.Name, note.Size, note.Modified));

    /// <summary>Short enough for a file system, and its done-file too.</summary>
    private bool FitsHere(string name) => Math.Max(Encoding.UTF8.GetByteCount(name), Encoding.UTF8.GetByteCount(settings.DoneFile?.Of(name) ?? "")) <= 255;
}
