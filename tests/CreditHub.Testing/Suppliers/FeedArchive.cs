using System.IO.Compression;

namespace CreditHub.Testing.Suppliers;

/// <summary>A file packed as suppliers pack it.</summary>
internal static class FeedArchive
{
    // the same bytes at every call: the demo compares them
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static byte[] Zip(string name, byte[] content)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = archive.CreateEntry(name);
            entry.LastWriteTime = Noon;
            using var stream = entry.Open();
            stream.Write(content);
        }

        return file.ToArray();
    }

    public static byte[] GZip(byte[] content)
    {
        using var file = new MemoryStream();
        using (var stream = new GZipStream(file, CompressionLevel.Optimal))
        {
            stream.Write(content);
        }

        return file.ToArray();
    }
}
