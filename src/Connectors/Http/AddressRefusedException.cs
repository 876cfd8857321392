namespace CreditHub.Connectors.Http;

/// <summary>The resolved address may not be connected to. No byte has left.</summary>
internal sealed class AddressRefusedException(string message) : IOException(message);
