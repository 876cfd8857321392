namespace CreditHub.Connectors.Tests.Sources;

/// <summary>A directory that is gone when the test is over.</summary>
internal sealed class Directories : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("credithub-").FullName;

    public string In(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Writes a file that was last touched in the past or the future.</summary>
    public string Write(string name, string text, DateTimeOffset modified)
    {
        string path = In(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, modified.UtcDateTime);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
