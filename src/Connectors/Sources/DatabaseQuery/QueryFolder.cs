namespace CreditHub.Connectors.Sources.DatabaseQuery;

/// <summary>
/// The files of <c>config/queries</c> as they were when this was made. A changed one is taken into use with the rest of the config: the digest in the books
/// of a run is that of the query it asked.
/// </summary>
internal sealed class QueryFolder
{
    private const int MaxBytes = 64 << 10;
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Reads them. A folder that is not there has none; links and larger files are passed over.</summary>
    public QueryFolder(string folder)
    {
        var files = Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*.sql") : [];
        foreach (var file in files.Where(file => file.LinkTarget is null && file.Length <= MaxBytes))
        {
            _texts.Add(file.Name, File.ReadAllText(file.FullName));
        }
    }

    /// <summary>Null: there is no such file.</summary>
    public string? Find(string name) => _texts.GetValueOrDefault(name);
}
