using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditHub.Connectors.Databases.Reading;

namespace CreditHub.Connectors.Sources.DatabaseTable;

/// <summary>
/// Keys of rows that were fetched and are to be marked once the books are done with them, an owner-only file for each payload. Without it (another machine fetched them)
/// nothing is marked: the rows are read again and found unchanged.
/// </summary>
internal sealed class MarkNotes(string folder)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(14);

    public async Task WriteAsync(string payload, IReadOnlyList<MarkKey> keys, DateTimeOffset now, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        foreach (string old in Directory.EnumerateFiles(folder).Where(path => File.GetLastWriteTimeUtc(path) < now.UtcDateTime - KeptFor))
        {
            File.Delete(old);
        }

        string path = PathOf(payload), half = path + ".tmp";
        await using (var file = new FileStream(half, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite, Options = FileOptions.Asynchronous,
        }))
        {
            await JsonSerializer.SerializeAsync(file, keys, cancellationToken: ct).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }

        File.Move(half, path, overwrite: true);
    }

    public async Task<IReadOnlyList<MarkKey>> ReadAsync(string payload, CancellationToken ct)
    {
        if (!File.Exists(PathOf(payload)))
        {
            return [];
        }

        await using var file = File.OpenRead(PathOf(payload));
        return await JsonSerializer.DeserializeAsync<List<MarkKey>>(file, cancellationToken: ct).ConfigureAwait(false) ?? [];
    }

    public void Remove(string payload) => File.Delete(PathOf(payload));

    private string PathOf(string payload) => Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(payload)))[..32] + ".json");
}
