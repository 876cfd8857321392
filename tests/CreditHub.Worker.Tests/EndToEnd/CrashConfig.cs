using CreditHub.Testing.Platforms;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>The shipped catalog with one connector and one platform.</summary>
internal static class CrashConfig
{
    public static string Shipped => Path.Combine(Conventions.Repository.Root, "config");

    public static void Write(string config, FakePlatform platform, int chunkSize, string encoding, int timeoutSeconds)
    {
        CopyCatalog(config);
        Put(Path.Combine(config, "connectors", CrashPlace.Connector + ".json"), PenaltyConnector(chunkSize, encoding));
        PutPlatform(config, CrashPlace.PlatformName, platform, timeoutSeconds);
    }

    /// <summary>Catalog, code sets and calendars as shipped, and settings.</summary>
    public static void CopyCatalog(string config)
    {
        foreach (string area in (string[])["catalog", "codesets", "calendars"])
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Shipped, area), "*.json", SearchOption.AllDirectories))
            {
                Put(Path.Combine(config, Path.GetRelativePath(Shipped, file)), File.ReadAllText(file));
            }
        }

        Put(Path.Combine(config, "appsettings.json"), """{ "Hub": { "Sender": "411000", "City": "示例市" } }""");
    }

    /// <summary>A feed of penalties as <see cref="CreditHub.Testing.Truth.PenaltyFile"/> writes them.</summary>
    public static string PenaltyConnector(int chunkSize, string encoding) =>
        $$"""
        { "name": "{{CrashPlace.Connector}}", "supplier": { "code": "test", "name": "示例市市场监督管理局" }, "dataset": "SGS_XZCF", "edition": "2019",
          "source": { "kind": "FileDrop", "directory": "inbox/{{CrashPlace.Connector}}", "pattern": "*.csv", "stableSeconds": 0 },
          "decoder": { "kind": "Csv", "encoding": "{{encoding}}", "separator": "," },
          "limits": { "chunkSize": {{chunkSize}} } }
        """;

    /// <summary>One platform more that takes everything public.</summary>
    public static void PutPlatform(string config, string name, FakePlatform platform, int timeoutSeconds)
    {
        string secret = Path.Combine(config, "..", "secret");
        Put(secret, platform.Options.ClientSecret);
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Put(Path.Combine(config, "platforms", name + ".json"),
            $$"""
            { "name": "{{name}}", "title": "{{name}}", "kind": "PlatformApi",
              "settings": { "address": "{{platform.Address.ToString().TrimEnd('/')}}", "clientId": "hub", "clientSecret": "file:{{Path.GetFullPath(secret)}}", "timeoutSeconds": {{timeoutSeconds}} },
              "datasets": ["*"], "disclosure": ["社会公开"], "publishes": false,
              "limits": { "maxRecords": {{platform.Options.Limits.MaxRecords}}, "maxBytes": 2097152, "requestsPerMinute": 100000, "maxInFlight": 4 },
              "retrySeconds": 0.05, "retryCapSeconds": 1 }
            """);
    }

    private static void Put(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
