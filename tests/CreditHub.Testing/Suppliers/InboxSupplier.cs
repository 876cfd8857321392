using CreditHub.Testing.Truth;

namespace CreditHub.Testing.Suppliers;

/// <summary>A department that puts files into an inbox the careful way: under another name first, then renamed, the completeness mark last.</summary>
public static class InboxSupplier
{
    /// <summary>Writes the feed into the connector's directory under <paramref name="dataDirectory"/> and returns the path.</summary>
    public static string Drop(FeedLayout layout, byte[] content, string dataDirectory, string stamp)
    {
        var source = layout.Connector.GetProperty("source");
        var directory = Path.Combine(dataDirectory, source.GetProperty("directory").GetString()!);
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, source.GetProperty("pattern").GetString()!.Replace("*", stamp, StringComparison.Ordinal));
        File.WriteAllBytes(path + ".part", content);
        File.Move(path + ".part", path, overwrite: true);
        if (source.TryGetProperty("doneFileSuffix", out var suffix) && suffix.GetString() is { } mark)
        {
            File.WriteAllBytes(path + mark, []);
        }

        return path;
    }
}
