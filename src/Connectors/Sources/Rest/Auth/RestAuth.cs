using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.Rest.Auth;

/// <summary>Reads how we prove who we are; what comes back makes the credentials.</summary>
internal static class RestAuth
{
    public static Func<CallTools, Credentials> Read(SettingsReader? reader)
    {
        if (reader is null)
        {
            return static _ => new Credentials();
        }

        Func<CallTools, Credentials> make;
        switch (reader.Choice("type", "none", "none", "bearer", "header", "query", "oauth2", "hmac"))
        {
            case "bearer":
                var token = reader.Secret("token");
                make = _ => new KeyCredentials("Authorization", "Bearer ", token);
                break;
            case "header":
                var (header, value) = (HeaderName(reader, "name", ""), reader.Secret("value"));
                make = _ => new KeyCredentials(header, "", value);
                break;
            case "query":
                var (parameter, key) = (reader.RequiredText("name"), reader.Secret("value"));
                make = _ => new QueryCredentials(parameter, key);
                break;
            case "oauth2":
                var oauth = OAuthSettings.Read(reader);
                make = tools => new OAuthCredentials(oauth, tools);
                break;
            case "hmac":
                var hmac = HmacSettings.Read(reader);
                make = tools => new HmacCredentials(hmac, tools.Time);
                break;
            default:
                make = static _ => new Credentials();
                break;
        }

        reader.Done();
        return make;
    }

    /// <summary>A header's name; required when <paramref name="fallback"/> is empty.</summary>
    public static string HeaderName(SettingsReader reader, string key, string fallback)
    {
        string name = fallback.Length == 0 ? reader.RequiredText(key) : reader.Text(key, fallback);
        if (name.Length > 0 && (name.Length > 100 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_')))
        {
            reader.Add(key, name, "not a header name", "write something like X-Api-Key");
        }

        return name;
    }

    public static string? OptionalHeader(SettingsReader reader, string key) => reader.OptionalText(key) is null ? null : HeaderName(reader, key, "X");
}
