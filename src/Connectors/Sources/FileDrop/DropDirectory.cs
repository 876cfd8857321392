using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;
using Microsoft.Extensions.Logging;

namespace CreditHub.Connectors.Sources.FileDrop;

/// <summary>Looks into the directory and tells finished files from files that are still being written.</summary>
internal sealed class DropDirectory(string connector, FileDropSettings settings, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    /// <summary>Finished files in the configured order, at most <see cref="FileDropSettings.MaxFiles"/>. Waits at most 30 s (or a little more than the settled time) for young ones.</summary>
    public async Task<IReadOnlyList<DroppedFile>> FinishedAsync(CancellationToken ct)
    {
        var candidates = List();
        var finished = settings.DoneFile is { } done
            ? candidates.Where(file => FileStamp.Of(PathOf(done.Of(file.Name))) is { Nature: FileNature.Regular }).ToList()
            : await SettledAsync(candidates, ct).ConfigureAwait(false);
        IEnumerable<DroppedFile> ordered = settings.ByTime
            ? finished.OrderBy(file => file.Stamp.Modified).ThenBy(file => file.Name, StringComparer.Ordinal)
            : finished.OrderBy(file => file.Name, StringComparer.Ordinal);
        return [.. Readable([.. ordered]).Take(settings.MaxFiles)];
    }

    /// <summary>A file that may not be read holds up nobody; where there is no other, that is the reason given.</summary>
    private List<DroppedFile> Readable(List<DroppedFile> files)
    {
        ConnectorException? denied = null;
        var readable = files.FindAll(file =>
        {
            try
            {
                FileOpening.Open(PathOf(file.Name), file.Stamp).Dispose();
                return true;
            }
            catch (ConnectorException failed)
            {
                // what changed is told when it is read
                denied = failed.Kind == FailureKind.Config ? failed : denied;
                return failed.Kind != FailureKind.Config;
            }
        });
        if (denied is not null)
        {
            Log.FilesNotReadable(logger, connector, files.Count - readable.Count);
        }

        return readable.Count == 0 && denied is not null ? throw denied : readable;
    }

    public string PathOf(string name) => Path.Combine(settings.Directory, name);

    private List<DroppedFile> List()
    {
        try
        {
            if (settings.Own)
            {
                Directory.CreateDirectory(settings.Directory);
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(settings.Directory) & UnixFileMode.OtherWrite) != 0)
            {
                Log.InboxWritableByOthers(logger, connector);
            }

            return Sort(Directory.EnumerateFileSystemEntries(settings.Directory));
        }
        catch (DirectoryNotFoundException missing)
        {
            throw new ConnectorException(FailureKind.Config, "the inbox directory does not exist: create or mount it", missing);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new ConnectorException(FailureKind.Config, "the inbox directory may not be read: grant the service user access", denied);
        }
        catch (IOException failure)
        {
            throw new ConnectorException(FailureKind.Transient, "the inbox directory cannot be read now", failure);
        }
    }

    private List<DroppedFile> Sort(IEnumerable<string> entries)
    {
        var files = new List<DroppedFile>();
        int passedOver = 0, unreadable = 0;
        foreach (string entry in entries)
        {
            string name = Path.GetFileName(entry);
            if (name.Contains('\uFFFD', StringComparison.Ordinal))
            {
                unreadable++;
                continue;
            }

            if (!settings.Matches(name) || FileStamp.Of(entry) is not { } stamp || stamp.Nature == FileNature.Directory)
            {
                continue;
            }

            if (stamp.Nature == FileNature.Regular && FilePlace.IsPlainName(name))
            {
                files.Add(new DroppedFile(name, stamp));
            }
            else
            {
                passedOver++;
            }
        }

        if (passedOver > 0)
        {
            Log.EntriesPassedOver(logger, connector, passedOver);
        }

        if (unreadable > 0)
        {
            Log.NamesUnreadable(logger, connector, unreadable);
        }

        return files;
    }

    /// <summary>A file older than the settled time is finished at once; a younger one (or one from the future) when it stood still that long before our eyes.</summary>
    private async Task<List<DroppedFile>> SettledAsync(List<DroppedFile> candidates, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var finished = new List<DroppedFile>();
        var young = new List<(DroppedFile File, long Since)>();
        long start = time.GetTimestamp();
        foreach (var file in candidates)
        {
            bool old = file.Stamp.ModifiedAt <= now - settings.Stable;
            if (old)
            {
                finished.Add(file);
            }
            else
            {
                young.Add((file, start));
            }
        }

        var patience = settings.Stable + Glance > LongestWait ? settings.Stable + (2 * Glance) : LongestWait;
        while (young.Count > 0 && time.GetElapsedTime(start) < patience)
        {
            await Task.Delay(settings.Stable < Glance ? settings.Stable : Glance, time, ct).ConfigureAwait(false);
            young = LookAgain(young, finished);
        }

        if (young.Count > 0)
        {
            Log.FilesStillChanging(logger, connector, young.Count);
        }

        return finished;
    }

    private List<(DroppedFile File, long Since)> LookAgain(List<(DroppedFile File, long Since)> young, List<DroppedFile> finished)
    {
        var still = new List<(DroppedFile, long)>();
        foreach (var (file, since) in young)
        {
            if (FileStamp.Of(PathOf(file.Name)) is not { Nature: FileNature.Regular } stamp)
            {
                continue;
            }

            if (stamp != file.Stamp)
            {
                still.Add((file with { Stamp = stamp }, time.GetTimestamp()));
            }
            else if (time.GetElapsedTime(since) >= settings.Stable)
            {
                finished.Add(file);
            }
            else
            {
                still.Add((file, since));
            }
        }

        return still;
    }
}
