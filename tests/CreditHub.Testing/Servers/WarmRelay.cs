using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CreditHub.Testing;

/// <summary>
/// Keeps connections to a server ready and joins each client to one of them. For ProFTPD, whose parent process sleeps 0.4 s whenever a connection has ended before
/// it takes the next: clients that come one after the other would wait that long each time.
/// </summary>
internal sealed class WarmRelay : IDisposable
{
    private const int Ready = 12;
    private readonly TcpDoor _door;
    private readonly ConcurrentQueue<TcpClient> _ready = new();
    private readonly int _serverPort;

    public WarmRelay(int serverPort)
    {
        _serverPort = serverPort;
        for (int i = 0; i < Ready; i++)
        {
            _ready.Enqueue(Connect());
        }

        _door = new TcpDoor(RelayAsync);
    }

    public int Port => _door.Port;

    public void Dispose()
    {
        _door.Dispose();
        while (_ready.TryDequeue(out var connection))
        {
            connection.Dispose();
        }
    }

    private async Task RelayAsync(NetworkStream client, CancellationToken stop)
    {
        // the system takes the new one for the server, which need not be awake for it
        _ready.Enqueue(Connect());
        _ready.TryDequeue(out var connection);
        using var server = connection!;
        await TcpDoor.JoinAsync(client, server.GetStream(), stop);
    }

    private TcpClient Connect()
    {
        var connection = new TcpClient();
        connection.Connect(IPAddress.Loopback, _serverPort);
        return connection;
    }
}
