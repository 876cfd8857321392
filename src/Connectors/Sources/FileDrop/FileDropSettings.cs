using System.IO.Enumeration;
using System.Text.Json;
using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Sources.FileDrop.Remote;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.FileDrop;

/// <summary>Which directory is watched and what becomes of its files. Directories are full paths.</summary>
internal sealed record FileDropSettings
{
    public required string Directory { get; init; }

    /// <summary>The directory lies under the data directory and is made when absent.</summary>
    public required bool Own { get; init; }

    public required string Pattern { get; init; }

    /// <summary>Files are taken by modification time instead of by name.</summary>
    public required bool ByTime { get; init; }

    /// <summary>How long size and time must stand still.</summary>
    public required TimeSpan Stable { get; init; }

    /// <summary>The empty file that says the other one is finished, or null.</summary>
    public required DoneFileName? DoneFile { get; init; }

    /// <summary>A file whose bytes are in the books already, under whatever name, is not read again.</summary>
    public required bool SkipsSameContent { get; init; }

    public required string DoneDirectory { get; init; }

    public required string FailedDirectory { get; init; }

    public required string DuplicateDirectory { get; init; }

    public required int MaxFiles { get; init; }

    /// <summary>The server whose files come here, or null.</summary>
    public required RemoteSettings? Remote { get; init; }

    public static (FileDropSettings Settings, IReadOnlyList<ConfigFinding> Findings) Read(JsonElement element, string dataDirectory)
    {
        var reader = new SettingsReader(element);
        dataDirectory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataDirectory));
        string written = reader.RequiredText("directory");
        bool own = !Path.IsPathRooted(written);
        string directory = DirectoryOf(reader, written, own, dataDirectory);
        string pattern = reader.Text("pattern", "*");
        if (pattern.Length == 0 || pattern.AsSpan().ContainsAny('/', '\\', '\0'))
        {
            reader.Add("pattern", pattern, "a pattern names files of the directory itself", "write something like *.csv");
        }

        var settings = new FileDropSettings
        {
            Directory = directory,
            Own = own,
            Pattern = pattern,
            ByTime = reader.Choice("order", "name", "name", "time") == "time",
            Stable = TimeSpan.FromSeconds(reader.Integer("stableSeconds", 2, 0, 600)),
            DoneFile = DoneFileName.Read(reader, pattern),
            SkipsSameContent = reader.Choice("sameContent", "collect", "collect", "skip") == "skip",
            DoneDirectory = Inside(reader, "doneDirectory", "done", directory),
            FailedDirectory = Inside(reader, "failedDirectory", "failed", directory),
            DuplicateDirectory = Inside(reader, "duplicateDirectory", "duplicate", directory),
            MaxFiles = reader.Integer("maxFiles", 1000, 1, 100_000),
            Remote = RemoteSettings.Read(reader.Object("remote")),
        };
        reader.Done();
        return (settings, reader.Findings);
    }

    /// <summary>Whether a name is one this connector collects; unfinished and hidden names never are.</summary>
    public bool Matches(ReadOnlySpan<char> name)
    {
        foreach (string ending in (ReadOnlySpan<string>)[".part", ".tmp", ".filepart"])
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return name[0] != '.'
            && DoneFile?.Fits(name) != true
            && FileSystemName.MatchesSimpleExpression(Pattern, name, ignoreCase: true);
    }

    private static string DirectoryOf(SettingsReader reader, string written, bool own, string dataDirectory)
    {
        if (written.Length == 0 || written.Length > 1000 || written.Contains('\0', StringComparison.Ordinal))
        {
            if (written.Length > 0)
            {
                reader.Add("directory", null, "not a usable path", "write a shorter path without special characters");
            }

            return dataDirectory;
        }

        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(written, dataDirectory));
        if (own && !FilePlace.IsBelow(full, dataDirectory))
        {
            reader.Add("directory", written, "a relative directory must stay inside the data directory", "remove .. or write an absolute path");
        }
        else if (own && FilePlace.LinkOnTheWay(full, dataDirectory) is { } link)
        {
            reader.Add("directory", written, $"{Path.GetFileName(link)} is a link", "use a real directory, or an absolute path");
        }
        else if (!own && !System.IO.Directory.Exists(full))
        {
            reader.Add("directory", written, "the directory does not exist", "create it, mount it, or correct the path");
        }

        return full;
    }

    private static string Inside(SettingsReader reader, string key, string fallback, string directory)
    {
        string written = reader.Text(key, fallback);
        if (written.Length is > 0 and <= 255 && !Path.IsPathRooted(written) && !written.Contains('\0', StringComparison.Ordinal))
        {
            string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(written, directory));
            if (FilePlace.IsBelow(full, directory))
            {
                return full;
            }
        }

        reader.Add(key, written, "must name a directory inside the watched directory", $"write something like \"{fallback}\"");
        return Path.Combine(directory, fallback);
    }
}
