using System.Net;
using System.Net.Sockets;

namespace CreditHub.Connectors.Http;

/// <summary>
/// Connects only to addresses a supplier or platform may have. The name is resolved once, every answer must pass, and the connection goes to a
/// checked answer. Private networks are where suppliers live and pass; loopback and carrier ranges pass only when config writes them literally.
/// </summary>
internal static class SocketGuard
{
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await ResolveAsync(context.DnsEndPoint.Host, ct).ConfigureAwait(false);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>All addresses of a host, each allowed. Errors: <see cref="AddressRefusedException"/>, <see cref="SocketException"/> when the name is not known.</summary>
    public static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct)
    {
        bool written = host is "localhost" || IPAddress.TryParse(host.Trim('[', ']'), out _);
        var addresses = await Dns.GetHostAddressesAsync(host, ct).ConfigureAwait(false);
        foreach (var address in addresses)
        {
            if (Problem(address, written) is { } problem)
            {
                throw new AddressRefusedException($"{host}: {problem}");
            }
        }

        return addresses;
    }

    /// <summary>Why the address is refused, or null. <paramref name="written"/>: config names it literally.</summary>
    public static string? Problem(IPAddress address, bool written)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return "an IPv4 address inside an IPv6 address is not allowed";
        }

        if (IPAddress.IsLoopback(address))
        {
            return written ? null : "the name leads to this machine (loopback)";
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return address.IsIPv6LinkLocal || address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any) ? "link-local, multicast and unspecified addresses are not allowed" : null;
        }

        byte[] octets = address.GetAddressBytes();
        return octets switch
        {
            [0, ..] or [169, 254, ..] or [>= 224, ..] => "link-local, multicast, broadcast and unspecified addresses are not allowed",
            [100, >= 64 and < 128, ..] when !written => "the name leads to a carrier network (100.64.0.0/10)",
            _ => null,
        };
    }
}
