using System.Globalization;
using System.Text;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports.Ftp;

/// <summary>
/// Lists a directory: by <c>MLSD</c>, which tells size and time to the second; at servers without it by names, each then asked for size and time. The lists made for
/// people (<c>LIST</c>) are not read: their times are vague and their shapes many.
/// </summary>
internal sealed class FtpList(CurlRun curl, TransportSettings settings, byte[] path)
{
    private const int MostEntries = 200_000;
    private const int AskedAtOnce = 100;
    private const string Mark = "\n--\n";

    public async Task<RemoteListing> ReadAsync(CancellationToken ct)
    {
        try
        {
            byte[] text = await curl.TextAsync([curl.Url(path, directory: true), "request = \"MLSD\""], ct).ConfigureAwait(false);
            return FromFacts(text);
        }
        catch (CurlFault fault) when (fault.NotListed)
        {
            return await FromNamesAsync(await NamesAsync(ct).ConfigureAwait(false), ct).ConfigureAwait(false);
        }
    }

    /// <summary>What <c>curl</c> writes for SIZE and MDTM; null when there is no size: no file.</summary>
    public static RemoteFile? FileOf(string name, string facts)
    {
        long? size = null;
        DateTimeOffset? modified = null;
        foreach (string line in facts.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
            {
                size = long.TryParse(line[16..], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : null;
            }
            else if (line.StartsWith("Last-Modified: ", StringComparison.OrdinalIgnoreCase))
            {
                modified = DateTimeOffset.TryParseExact(line[15..], "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
            }
        }

        return size is { } known ? new RemoteFile(name, known, modified) : null;
    }

    private RemoteListing FromFacts(byte[] text)
    {
        var files = new List<RemoteFile>();
        int passedOver = 0;
        foreach (var line in Lines(text))
        {
            if (MlsdLine.Read(line.Span, settings.Names, out bool counts) is { } file)
            {
                files.Add(file);
            }
            else
            {
                passedOver += counts ? 1 : 0;
            }
        }

        return new RemoteListing(files, passedOver);
    }

    /// <summary>Some servers refuse a list of names when there is none: then the list for people must be empty.</summary>
    private async Task<byte[]> NamesAsync(CancellationToken ct)
    {
        try
        {
            return await curl.TextAsync([curl.Url(path, directory: true), "list-only"], ct).ConfigureAwait(false);
        }
        catch (CurlFault fault) when (fault.NotListed)
        {
            byte[] text = await curl.TextAsync([curl.Url(path, directory: true)], ct).ConfigureAwait(false);
            bool empty = Encoding.Latin1.GetString(text).Trim() is { Length: < 20 } line && (line.Length == 0 || line.StartsWith("total", StringComparison.OrdinalIgnoreCase));
            return empty ? [] : throw new ConnectorException(FailureKind.Config, "the server lists neither by MLSD nor by names: ask the supplier for one of both");
        }
    }

    private async Task<RemoteListing> FromNamesAsync(byte[] text, CancellationToken ct)
    {
        var files = new List<RemoteFile>();
        int passedOver = 0;
        foreach (string[] names in Lines(text).Select(line => settings.Names.Read(line.Span)).Where(n => n is null || n[0] != '.').Chunk(AskedAtOnce)
            .Select(some => some.OfType<string>().ToArray()))
        {
            var found = await AskAsync(names, ct).ConfigureAwait(false);
            files.AddRange(found);
            passedOver += names.Length - found.Count;
        }

        return new RemoteListing(files, passedOver);
    }

    private async Task<List<RemoteFile>> AskAsync(string[] names, CancellationToken ct)
    {
        if (names.Length == 0)
        {
            return [];
        }

        var told = new MemoryStream();
        var urls = names.Select(name => curl.Url([.. path, .. path.Length == 0 || path[^1] == '/' ? [] : "/"u8, .. settings.Names.Write("", name)], directory: false));
        try
        {
            await curl.RunAsync([.. urls, "head", "write-out = \"\\n--\\n\""], (bytes, _) =>
            {
                told.Write(bytes.Span);
                return ValueTask.CompletedTask;
            }, ct).ConfigureAwait(false);
        }
        catch (CurlFault fault) when (fault.NotThere)
        {
            // the last of them is a directory, or gone since: what was told of the others stands
        }

        string[] facts = Encoding.Latin1.GetString(told.ToArray()).Split(Mark);
        return [.. names.Select((name, i) => i < facts.Length ? FileOf(name, facts[i]) : null).OfType<RemoteFile>()];
    }

    private static List<ReadOnlyMemory<byte>> Lines(byte[] text)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        for (int start = 0; start < text.Length;)
        {
            int end = Array.IndexOf(text, (byte)'\n', start);
            end = end < 0 ? text.Length : end;
            int length = end > start && text[end - 1] == '\r' ? end - start - 1 : end - start;
            if (length > 0)
            {
                lines.Add(text.AsMemory(start, length));
            }

            if (lines.Count > MostEntries)
            {
                throw new ConnectorException(FailureKind.Config, $"the directory has more than {MostEntries} entries: clear it");
            }

            start = end + 1;
        }

        return lines;
    }
}
