namespace CreditHub.Connectors.Http;

/// <summary>No whole answer. The message holds no address, header or body.</summary>
internal sealed class HttpFaultException(HttpFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public HttpFault Fault { get; } = fault;
}
