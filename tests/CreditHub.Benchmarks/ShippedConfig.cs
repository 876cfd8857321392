namespace CreditHub.Benchmarks;

/// <summary>The configuration that is shipped with the hub.</summary>
internal static class ShippedConfig
{
    /// <summary>Copies datasets, code sets and calendars; connectors and platforms are the benchmark's own.</summary>
    public static void CopyCatalog(string target)
    {
        string shipped = Find();
        foreach (string area in (string[])["catalog", "codesets", "calendars"])
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(shipped, area), "*.json", SearchOption.AllDirectories))
            {
                string copy = Path.Combine(target, Path.GetRelativePath(shipped, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }

    /// <summary>Where it is.</summary>
    public static string Find()
    {
        string home = Environment.GetEnvironmentVariable("CREDITHUB_HOME") ?? Directory.GetCurrentDirectory();
        for (var folder = new DirectoryInfo(home); folder is not null; folder = folder.Parent)
        {
            string config = Path.Combine(folder.FullName, "config");
            if (Directory.Exists(Path.Combine(config, "catalog")))
            {
                return config;
            }
        }

        throw new DirectoryNotFoundException("No config/catalog above the current directory: start the benchmark as ./credithub bench.");
    }
}
