using System.Text;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Tests.Catalog;

/// <summary>A copy of the shipped config in a temporary folder, to plant mistakes in.</summary>
internal sealed class ConfigCopy : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("config-").FullName;

    public static string Shipped { get; } = FindShipped();

    public static ConfigCopy OfShipped()
    {
        var copy = new ConfigCopy();
        foreach (string file in Directory.EnumerateFiles(Shipped, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".json" or ".sql"))
        {
            copy.Write(Path.GetRelativePath(Shipped, file), File.ReadAllBytes(file));
        }

        return copy;
    }

    public ConfigResult Load(string sender = "411000") => ConfigFolder.Load(Root, sender, FakeKinds.All);

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public void Write(string name, byte[] bytes)
    {
        string path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    public string Text(string name) => File.ReadAllText(Path.Combine(Root, name));

    /// <summary>Replaces text that must be there, once; returns the line of its beginning.</summary>
    public int Replace(string name, string old, string with)
    {
        string text = Text(name);
        int at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{name} has no {old}");
        Write(name, string.Concat(text.AsSpan(0, at), with, text.AsSpan(at + old.Length)));
        return text.AsSpan(0, at).Count('\n') + 1;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static string FindShipped()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CreditHub.sln")))
            {
                return Path.Combine(folder.FullName, "config");
            }
        }

        throw new DirectoryNotFoundException("The tests must lie below the folder with CreditHub.sln.");
    }
}
