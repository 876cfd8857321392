using System.Net;
using System.Net.Sockets;

namespace CreditHub.Testing;

/// <summary>Listens on a free loopback port and gives each connection to <c>talk</c>, until it is disposed. A connection that breaks off ends its own talk only.</summary>
public sealed class TcpDoor : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _talk;

    public TcpDoor(Func<NetworkStream, CancellationToken, Task> talk)
    {
        _talk = talk;
        _listener.Start();
        _ = AcceptAsync(_end.Token);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    /// <summary>Hands on what comes from either side until one of them has ended.</summary>
    public static Task JoinAsync(NetworkStream client, NetworkStream server, CancellationToken stop) =>
        Task.WhenAny(client.CopyToAsync(server, stop), server.CopyToAsync(client, stop));

    private async Task AcceptAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                _ = TalkAsync(await _listener.AcceptTcpClientAsync(stop), stop);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task TalkAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                await _talk(client.GetStream(), stop);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
