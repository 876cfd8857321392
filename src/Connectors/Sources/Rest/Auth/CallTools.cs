using CreditHub.Connectors.Http;

namespace CreditHub.Connectors.Sources.Rest.Auth;

/// <summary>What credentials need that make calls of their own.</summary>
internal sealed record CallTools(HttpClients Clients, TimeSpan Timeout, TimeProvider Time);
