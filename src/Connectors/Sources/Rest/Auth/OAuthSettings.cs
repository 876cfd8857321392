using CreditHub.Connectors.Http;
using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.Rest.Auth;

/// <summary>Where a token is fetched, as whom, and where it goes. <paramref name="Style"/>: <c>form</c>, <c>basic</c> or <c>json</c>.</summary>
internal sealed record OAuthSettings(
    SecretReference Address, SecretReference ClientId, SecretReference ClientSecret, string Style, string? Scope)
{
    public required string IdField { get; init; }

    public required string SecretField { get; init; }

    public required JsonPath Token { get; init; }

    public required JsonPath Expires { get; init; }

    public required string Header { get; init; }

    public required string Prefix { get; init; }

    public static OAuthSettings Read(SettingsReader reader)
    {
        var address = reader.Reference("tokenAddress");
        if (address.Text.Length > 0 && address.Problem() is null && !EndpointAddress.TryParse(address.Resolve(), out _, out var problem))
        {
            reader.Add("tokenAddress", address.Text, problem!, "write https://host[:port]/path");
        }

        return new OAuthSettings(
            address, reader.Reference("clientId"), reader.Secret("clientSecret"), reader.Choice("style", "form", "form", "basic", "json"), reader.OptionalText("scope"))
        {
            IdField = reader.Text("idField", "client_id"),
            SecretField = reader.Text("secretField", "client_secret"),
            Token = JsonPath.Read(reader, "tokenPath", required: false) ?? TokenCache.StandardToken,
            Expires = JsonPath.Read(reader, "expiresPath", required: false) ?? TokenCache.StandardExpires,
            Header = RestAuth.HeaderName(reader, "header", "Authorization"),
            Prefix = reader.Text("prefix", "Bearer "),
        };
    }
}
