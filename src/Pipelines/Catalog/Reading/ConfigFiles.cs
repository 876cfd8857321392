using System.Security.Cryptography;
using System.Text;

namespace CreditHub.Pipelines.Catalog.Reading;

/// <summary>All files of the config folder that decide about data, read once, in ordinal order of their names.</summary>
internal sealed class ConfigFiles
{
    public const string Catalog = "catalog";
    public const string Forbidden = "catalog/forbidden.json";
    public const string CodeSets = "codesets";
    public const string Connectors = "connectors";
    public const string Platforms = "platforms";
    public const string Calendars = "calendars";

    public const string Overrides = "overrides";

    /// <summary>Texts that connectors refer to by name: their kinds read and check them.</summary>
    public const string Queries = "queries";

    /// <summary>Largest file in bytes.</summary>
    public const int MaxBytes = 4 << 20;

    private static readonly string[] Areas = [Catalog, CodeSets, Connectors, Platforms, Calendars, Overrides, Queries];

    /// <summary>Areas that may be absent or empty.</summary>
    private static readonly string[] Optional = [Overrides, Queries];

    private readonly string _root;
    private readonly SortedDictionary<string, FileFindings> _findings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ConfigFile>> _files = [];

    private ConfigFiles(string root) => _root = root;

    /// <summary>Findings by file, ordinal order.</summary>
    public IEnumerable<FileFindings> Findings => _findings.Values;

    /// <summary>Files of one area, in ordinal order.</summary>
    public IReadOnlyList<ConfigFile> In(string area) => _files[area];

    /// <summary>Reads everything; what cannot be read becomes a finding.</summary>
    public static ConfigFiles Read(string directory)
    {
        var files = new ConfigFiles(directory);
        foreach (string area in Areas)
        {
            files._files[area] = files.ReadArea(area);
        }

        files._files[Forbidden] = files.ReadForbidden();

        return files;
    }

    /// <summary>The findings of a file, or of a folder or setting named like a file.</summary>
    public FileFindings FindingsOf(string name)
    {
        if (!_findings.TryGetValue(name, out var findings))
        {
            _findings[name] = findings = new FileFindings(name);
        }

        return findings;
    }

    /// <summary>SHA-256 over names and bytes, 64 lower-case hex digits.</summary>
    public string Digest()
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in _files.Values.SelectMany(list => list).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            // Name and length come first, so that no two folders share a digest by moving bytes from one file to the next.
            sha.AppendData(Encoding.UTF8.GetBytes($"{file.Name}\0{file.Bytes.Length}\0"));
            sha.AppendData(file.Bytes);
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    private List<ConfigFile> ReadArea(string area)
    {
        var names = new List<string>();
        if (!Directory.Exists(Path.Combine(_root, area)))
        {
            if (!Optional.Contains(area))
            {
                FindingsOf(area).Add(0, "$", null, "the folder is missing", $"create {area}/ in the config folder with at least one .json file");
            }

            return [];
        }

        if (area == Catalog)
        {
            foreach (string edition in List(area, Directory.GetDirectories))
            {
                names.AddRange(List(edition, JsonFiles));
            }

            foreach (string stray in List(area, JsonFiles).Where(name => name != Forbidden))
            {
                FindingsOf(stray).Add(0, "$", null, "a dataset must lie in the folder of its edition", "move it, for example to catalog/2019/");
            }
        }
        else
        {
            names.AddRange(List(area, area == Queries ? folder => Directory.GetFiles(folder, "*.sql") : JsonFiles));
        }

        if (names.Count == 0 && !Optional.Contains(area))
        {
            FindingsOf(area).Add(0, "$", null, "the folder has no .json file", $"add at least one file to {area}/");
        }

        return [.. names.Select(ReadFile).OfType<ConfigFile>()];
    }

    /// <summary>A catalog without the list would collect what must not be: its absence is a mistake.</summary>
    private List<ConfigFile> ReadForbidden()
    {
        if (File.Exists(Path.Combine(_root, Forbidden)))
        {
            return [.. new[] { ReadFile(Forbidden) }.OfType<ConfigFile>()];
        }

        if (Directory.Exists(Path.Combine(_root, Catalog)))
        {
            FindingsOf(Forbidden).Add(0, "$", null, "the list of data that must not be collected is missing", "restore the file as it was delivered");
        }

        return [];
    }

    /// <summary>Entries of a folder as relative names in ordinal order; hidden ones (editors leave such files) are left out.</summary>
    private List<string> List(string folder, Func<string, string[]> entries)
    {
        try
        {
            return [.. entries(Path.Combine(_root, folder)).Select(path => Path.GetFileName(path)!)
                .Where(name => !name.StartsWith('.')).Select(name => $"{folder}/{name}").Order(StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            FindingsOf(folder).Add(0, "$", null, $"the folder cannot be read: {failure.Message}", "check that it exists and that the account of this program may read it");
            return [];
        }
    }

    private static string[] JsonFiles(string folder) => Directory.GetFiles(folder, "*.json");

    private ConfigFile? ReadFile(string name)
    {
        var findings = FindingsOf(name);
        try
        {
            using var stream = new FileStream(Path.Combine(_root, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] bytes = new byte[Math.Min(stream.Length, MaxBytes) + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MaxBytes)
            {
                findings.Add(0, "$", null, $"the file is larger than {MaxBytes} bytes", "a config file is small: check what this is");
                return null;
            }

            bytes = bytes[..length];
            return new ConfigFile(name, bytes, findings) { Root = name.EndsWith(".json", StringComparison.Ordinal) ? ConfigParser.Parse(bytes, findings) : null };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            findings.Add(0, "$", null, $"the file cannot be read: {failure.Message}", "check that the account of this program may read it");
            return null;
        }
    }
}
