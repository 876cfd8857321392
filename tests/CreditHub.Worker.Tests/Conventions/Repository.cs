namespace CreditHub.Worker.Tests.Conventions;

/// <summary>The checkout these tests belong to.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>C# files below a folder, relative to the root, without what builds leave.</summary>
    public static IEnumerable<SourceFile> Sources(string below) =>
        Directory.EnumerateFiles(Path.Combine(Root, below), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(file => new SourceFile(file, File.ReadAllLines(Path.Combine(Root, file))));

    /// <summary>Fails with the whole text, unless it is empty.</summary>
    public static void Fail(string text) => Assert.True(text.Length == 0, text);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CreditHub.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run inside a checkout.");
        }

        return folder.FullName;
    }
}
