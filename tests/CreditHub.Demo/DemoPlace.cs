using System.Diagnostics;

namespace CreditHub.Demo;

/// <summary>Where the demo reads and writes. Absolute paths.</summary>
internal sealed record DemoPlace(string Home, string Config, string Data)
{
    private const string HomeVariable = "CREDITHUB_HOME";

    public string StateFile => Path.Combine(Data, "demo.json");

    /// <summary>The hub's command line with the demo's settings, for a person to use afterwards.</summary>
    public string Script => Path.Combine(Data, "credithub");

    public string PlatformFile(string platform) => Path.Combine(Data, "platforms", platform + ".jsonl");

    /// <summary>
    /// The same place with a copy of the configuration in which all connectors are switched on: the demo plays also those suppliers that a new
    /// installation has yet to agree with. Platforms stay as shipped.
    /// </summary>
    public DemoPlace WithAllSuppliers()
    {
        string copy = Path.Combine(Data, "config");
        if (Directory.Exists(copy))
        {
            Directory.Delete(copy, recursive: true);
        }

        foreach (string file in Directory.EnumerateFiles(Config, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(Config, file);
            string target = Path.Combine(copy, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (Path.GetDirectoryName(relative) == "connectors" && relative.EndsWith(".json", StringComparison.Ordinal))
            {
                File.WriteAllText(target, File.ReadAllText(file).Replace("\"enabled\": false", "\"enabled\": true", StringComparison.Ordinal));
            }
            else
            {
                File.Copy(file, target);
            }
        }

        return this with { Config = copy };
    }

    /// <summary>By the launcher's word, else by the checkout around the program.</summary>
    public static DemoPlace Find()
    {
        string home = Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } told ? told : Checkout();
        string Named(string variable, string usual) =>
            Path.GetFullPath(Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path ? path : Path.Combine(home, usual));
        return new DemoPlace(home, Named("CREDITHUB_CONFIG", "config"), Path.Combine(Named("CREDITHUB_DATA", "data"), "demo"));
    }

    private static string Checkout()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "CreditHub.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new UnreachableException("the demo runs from a checkout only");
    }
}
