using CreditHub.Connectors.Http;

namespace CreditHub.Connectors.Sources.Rest.Auth;

/// <summary>A secret as a parameter of the address: only for suppliers who take it nowhere else, their proxies will log it.</summary>
internal sealed class QueryCredentials(string parameter, SecretReference secret) : Credentials
{
    public override (string Name, string Value)? QueryKey => (parameter, secret.Resolve());
}
