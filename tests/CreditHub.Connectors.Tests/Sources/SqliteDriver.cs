namespace CreditHub.Connectors.Tests.Sources;

/// <summary>The driver of SQLite as an administrator installs one that is not built in: its files in a directory of their own.</summary>
internal static class SqliteDriver
{
    public static string Setting(string directory) =>
        $$""" "driver":{"directory":"{{directory}}","assembly":"Microsoft.Data.Sqlite.dll","factory":"Microsoft.Data.Sqlite.SqliteFactory","quote":"bracket"} """.Trim();

    public static void Copy(string directory)
    {
        Directory.CreateDirectory(directory);
        string here = AppContext.BaseDirectory;
        string native = Path.Combine(here, "runtimes", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier is { } id && id.EndsWith("arm64", StringComparison.Ordinal) ? "linux-arm64" : "linux-x64", "native");
        foreach (string file in Directory.GetFiles(here, "SQLitePCLRaw.*.dll").Append(Path.Combine(here, "Microsoft.Data.Sqlite.dll")).Concat(Directory.Exists(native) ? Directory.GetFiles(native, "*.so") : Directory.GetFiles(here, "*e_sqlite3.so")))
        {
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
        }
    }
}
