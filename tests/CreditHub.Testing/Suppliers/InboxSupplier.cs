using CreditHub.Testing.Truth;

namespace CreditHub.Testing.Suppliers;

/// <summary>A department that puts files into an inbox the careful way: under another name first, then renamed, the completeness mark last.</summary>
public static class InboxSupplier
{
    /// <summary>The connector's directory under the hub's data directory.</summary>
    public static string Inbox(FeedLayout layout, string dataDirectory) =>
        Path.Combine(dataDirectory, layout.Connector.GetProperty("source").GetProperty("directory").GetString()!);

    /// <summary>Writes the feed into <paramref name="directory"/> under a name of the connector's pattern and returns the path.</summary>
    public static string Drop(FeedLayout layout, byte[] content, string directory, string stamp)
    {
        var source = layout.Connector.GetProperty("source");
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, layout.FilePattern.Replace("*", stamp, StringComparison.Ordinal));
        File.WriteAllBytes(path + ".part", content);
        File.SetLastWriteTimeUtc(path + ".part", File.GetLastWriteTimeUtc(path + ".part").AddMinutes(-1)); // made before it was sent: nobody has to wait whether it still grows
        File.Move(path + ".part", path, overwrite: true);
        if (source.TryGetProperty("doneFileSuffix", out var suffix) && suffix.GetString() is { } mark)
        {
            File.WriteAllBytes(path + mark, []);
        }
        else if (source.TryGetProperty("doneFile", out var named) && named.GetString() is { } template)
        {
            File.WriteAllBytes(Path.Combine(directory, template
                .Replace("{name}", Path.GetFileName(path), StringComparison.Ordinal).Replace("{stem}", Path.GetFileNameWithoutExtension(path), StringComparison.Ordinal)), []);
        }

        return path;
    }
}
