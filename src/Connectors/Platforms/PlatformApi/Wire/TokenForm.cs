using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Platforms.PlatformApi.Wire;

/// <summary>
/// How a token is asked for and carried. <paramref name="Style"/>: form (OAuth client credentials), json (the two names as a JSON object), fixed (the secret is the
/// token and nobody is asked). Paths: where the answer holds token and life in seconds. <paramref name="Scheme"/> "" = the bare token.
/// </summary>
internal sealed record TokenForm(string Style, string ClientId, string ClientSecret, JsonPath Token, JsonPath Expires, string Header, string Scheme)
{
    public static TokenForm Protocol { get; } = new("form", "client_id", "client_secret", Http.TokenCache.StandardToken, Http.TokenCache.StandardExpires, "Authorization", "Bearer");

    /// <summary>JSON schema of the setting <c>token</c>.</summary>
    public const string Schema = """
        {
          "type": "object",
          "additionalProperties": false,
          "description": "How a token is got and carried, where it is not OAuth client credentials with Bearer",
          "properties": {
            "style": { "enum": ["form", "json", "fixed"], "default": "form", "description": "Form fields, a JSON object, or: clientSecret is the token" },
            "clientId": { "type": "string", "default": "client_id", "description": "Their name of the client id" },
            "clientSecret": { "type": "string", "default": "client_secret", "description": "Their name of the secret" },
            "token": { "type": "string", "default": "$.access_token", "description": "Where the answer holds the token" },
            "expires": { "type": "string", "default": "$.expires_in", "description": "Where it holds its life in seconds" },
            "header": { "type": "string", "default": "Authorization", "description": "Header that carries it" },
            "scheme": { "type": "string", "default": "Bearer", "description": "Word before it; empty: none" }
          }
        }
        """;

    /// <summary>Reads the setting <c>token</c>; absent: as the protocol has it.</summary>
    public static TokenForm Read(SettingsReader settings)
    {
        if (settings.Object("token") is not { } reader)
        {
            return Protocol;
        }

        var form = new TokenForm(
            reader.Choice("style", Protocol.Style, "form", "json", "fixed"), Name(reader, "clientId", Protocol.ClientId), Name(reader, "clientSecret", Protocol.ClientSecret),
            JsonPath.Read(reader, "token", required: false) ?? Protocol.Token, JsonPath.Read(reader, "expires", required: false) ?? Protocol.Expires,
            Name(reader, "header", Protocol.Header), reader.Text("scheme", Protocol.Scheme));
        if (form.Scheme.Length > 40 || !form.Scheme.All(char.IsAsciiLetterOrDigit))
        {
            reader.Add("scheme", form.Scheme, "not a word before a token", "write letters, such as Bearer, or \"\" for the bare token");
        }

        reader.Done();
        return form;
    }

    private static string Name(SettingsReader reader, string key, string usual)
    {
        string name = reader.Text(key, usual);
        if (name.Length is 0 or > 60 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            reader.Add(key, name, "not a name", "write letters, digits, _ and -");
        }

        return name;
    }
}
