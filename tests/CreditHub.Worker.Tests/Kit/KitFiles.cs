namespace CreditHub.Worker.Tests.Kit;

/// <summary>Where the repository is, seen from the test's build output.</summary>
internal static class KitFiles
{
    public static string Root { get; } = Find();

    public static string Config => Path.Combine(Root, "config");

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "CreditHub.sln")))
        {
            directory = directory.Parent ?? throw new DirectoryNotFoundException("the tests run outside the repository");
        }

        return directory.FullName;
    }
}
