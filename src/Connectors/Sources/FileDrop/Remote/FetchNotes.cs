using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CreditHub.Connectors.Sources.FileDrop.Remote;

/// <summary>
/// The notes of one watched directory, a small file each in its <c>.remote</c>, and the half-fetched files beside them. A note is written before its file is put into
/// place, so that whatever was begun can be finished after a kill. Names are digests of the server's names.
/// </summary>
internal sealed class FetchNotes(string directory)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _folder = Path.Combine(directory, ".remote");

    /// <summary>Where a file is fetched to.</summary>
    public string PartOf(string name) => Path.Combine(_folder, Digest(name) + ".part");

    /// <summary>Where a copy is fetched to that no note will name.</summary>
    public string NewPart()
    {
        Prepare();
        return Path.Combine(_folder, Path.GetRandomFileName() + ".part");
    }

    /// <summary>All notes by name; halves without a note are removed: they were never whole.</summary>
    public Dictionary<string, FetchNote> Open()
    {
        Prepare();
        var notes = Directory.EnumerateFiles(_folder, "*.json").Select(Read).OfType<FetchNote>().ToDictionary(note => note.Name, StringComparer.Ordinal);
        var known = notes.Keys.Select(PartOf).ToHashSet(StringComparer.Ordinal);
        foreach (string half in Directory.EnumerateFiles(_folder, "*.part").Where(path => !known.Contains(path)))
        {
            File.Delete(half);
        }

        return notes;
    }

    public FetchNote? Find(string name) => Read(PathOf(name));

    /// <summary>Whole or not at all.</summary>
    public void Write(FetchNote note)
    {
        string path = PathOf(note.Name), half = path + ".tmp";
        using (var file = new FileStream(half, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, note);
            file.Flush(flushToDisk: true);
        }

        File.Move(half, path, overwrite: true);
    }

    public void Remove(string name) => File.Delete(PathOf(name));

    private void Prepare()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, OwnerOnly);
        }
    }

    private static FetchNote? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<FetchNote>(File.ReadAllBytes(path)) : null;
        }
        catch (JsonException)
        {
            // a disk that lost it: the file is fetched again, which is harmless
            return null;
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, Digest(name) + ".json");

    private static string Digest(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32];
}
