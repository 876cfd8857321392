namespace CreditHub.Worker.Tests.Admin;

/// <summary>The shipped config with only some connectors and one platform that is switched off.</summary>
internal static class ShippedConfig
{
    public static string CopyTo(string directory, params string[] connectors)
    {
        string from = Path.Combine(Conventions.Repository.Root, "config");
        foreach (string file in Directory.EnumerateFiles(from, "*.json", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(from, file);
            bool wanted = !name.StartsWith("platforms", StringComparison.Ordinal)
                && (!name.StartsWith("connectors", StringComparison.Ordinal) || connectors.Contains(Path.GetFileNameWithoutExtension(name)));
            if (wanted)
            {
                string to = Path.Combine(directory, name);
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }
        }

        string secret = Path.Combine(directory, "..", "secret");
        File.WriteAllText(secret, "made-up");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(directory, "platforms")).FullName, "province.json"), $$"""
            { "name": "province", "title": "省平台", "enabled": false, "kind": "PlatformApi",
              "settings": { "address": "http://127.0.0.1:9", "clientId": "file:{{secret}}", "clientSecret": "file:{{secret}}" },
              "datasets": ["*"], "disclosure": ["社会公开"], "publishes": false }
            """);
        return directory;
    }
}
