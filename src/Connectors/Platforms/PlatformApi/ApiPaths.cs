using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>Paths below the address; the protocol's own unless config says otherwise. <c>{dataset}</c> and <c>{packetId}</c> are filled in; holdings and feedback lie below <paramref name="Lists"/>. <paramref name="Receipts"/> "" = the platform cannot be asked for receipts.</summary>
internal sealed record ApiPaths(string Token, string Limits, string Packets, string Receipts, string Lists)
{
    public static ApiPaths Protocol { get; } = new("/oauth/token", "/exchange/v1/limits", "/exchange/v1/{dataset}/packets", "/exchange/v1/receipts/{packetId}", "/exchange/v1");

    /// <summary>Reads the setting <c>paths</c>.</summary>
    public static ApiPaths Read(SettingsReader settings)
    {
        if (settings.Object("paths") is not { } reader)
        {
            return Protocol;
        }

        var paths = new ApiPaths(
            Path(reader, "token", Protocol.Token), Path(reader, "limits", Protocol.Limits), Path(reader, "packets", Protocol.Packets), reader.Text("receipts", Protocol.Receipts).Length == 0 ? "" : Path(reader, "receipts", Protocol.Receipts), Path(reader, "lists", Protocol.Lists).TrimEnd('/'));
        if (paths.Receipts.Length > 0 && !paths.Receipts.Contains("{packetId}", StringComparison.Ordinal))
        {
            reader.Add("receipts", paths.Receipts, "the path does not say whose receipt is asked for", "add {packetId}, or write \"\" where the platform cannot be asked for receipts");
        }

        reader.Done();
        return paths;
    }

    private static string Path(SettingsReader reader, string key, string usual)
    {
        string path = reader.Text(key, usual);
        string plain = path.Replace("{dataset}", "", StringComparison.Ordinal).Replace("{packetId}", "", StringComparison.Ordinal);
        if (path.Length is 0 or > 200 || path[0] != '/' || plain.Contains("..", StringComparison.Ordinal) || !plain.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.'))
        {
            reader.Add(key, path, "not a path", "write /name/name with {dataset} or {packetId} where the platform has them");
        }

        return path;
    }
}
