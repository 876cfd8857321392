using System.Net;
using System.Net.Sockets;
using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports;

/// <summary>Finds the addresses of a server by the same rules as HTTP (<see cref="SocketGuard"/>). The client program is given a checked address, so that no second look-up can lead elsewhere.</summary>
internal static class ServerAddress
{
    public static async Task<IPAddress[]> FindAsync(string host, CancellationToken ct)
    {
        try
        {
            return await SocketGuard.ResolveAsync(host, ct).ConfigureAwait(false);
        }
        catch (AddressRefusedException refused)
        {
            throw new ConnectorException(FailureKind.Config, $"the address is refused: {refused.Message}", refused);
        }
        catch (SocketException unknown)
        {
            throw new ConnectorException(FailureKind.Transient, $"the name {host} is not known now: check host, and the name service", unknown);
        }
    }
}
