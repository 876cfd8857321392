using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Transports;

/// <summary>
/// The host keys a server may prove itself with: <c>ssh-ed25519 AAAA…</c>, whole lines of a known_hosts file, or <c>file:PATH</c> of such a file. Nothing else is trusted
/// and nothing is learned.
/// </summary>
internal sealed record HostKeyPin(IReadOnlyList<string> Keys, string? File)
{
    private static readonly string[] Types =
    [
        "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa", "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
    ];

    public static HostKeyPin Read(SettingsReader reader)
    {
        string written = reader.RequiredText("hostKey");
        if (written.StartsWith("file:", StringComparison.Ordinal))
        {
            string path = Path.GetFullPath(written["file:".Length..]);
            if (!System.IO.File.Exists(path) || new FileInfo(path).Length == 0)
            {
                reader.AddUnset("hostKey", written, "the file does not exist or is empty", "put the lines of ssh-keyscan there, checked with the supplier");
            }

            return new HostKeyPin([], path);
        }

        var keys = written.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(KeyOf).ToList();
        if (written.Length > 0 && (keys.Count == 0 || keys.Contains(null)))
        {
            reader.Add("hostKey", null, "not a host key", "write \"ssh-ed25519 AAAA…\" as ssh-keyscan prints it (checked with the supplier), or file:PATH of a known_hosts file");
        }

        return new HostKeyPin([.. keys.OfType<string>()], null);
    }

    /// <summary>Type and key of a line, with or without the host in front; null when it is none.</summary>
    private static string? KeyOf(string line)
    {
        string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        int type = Array.FindIndex(words, word => Types.Contains(word, StringComparer.Ordinal));
        return type is 0 or 1 && type + 1 < words.Length && IsKey(words[type + 1]) ? $"{words[type]} {words[type + 1]}" : null;
    }

    private static bool IsKey(string text)
    {
        Span<byte> bytes = stackalloc byte[4096];
        return text.Length is > 40 and < 5000 && Convert.TryFromBase64String(text, bytes, out _);
    }
}
