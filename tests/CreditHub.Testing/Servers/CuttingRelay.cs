using System.Net;
using System.Net.Sockets;

namespace CreditHub.Testing;

/// <summary>Stands between a client and a server on loopback: lets a number of the server's bytes through, then cuts the connection or falls silent.</summary>
public sealed class CuttingRelay : IDisposable
{
    private readonly TcpDoor _door;
    private readonly int _serverPort;
    private long _left;

    public CuttingRelay(int serverPort, long bytes, bool silent = false)
    {
        _serverPort = serverPort;
        _left = bytes;
        IsSilent = silent;
        _door = new TcpDoor(RelayAsync);
    }

    public int Port => _door.Port;

    /// <summary>Falls silent instead of cutting.</summary>
    public bool IsSilent { get; }

    /// <summary>The limit was reached.</summary>
    public bool IsCut => Interlocked.Read(ref _left) <= 0;

    /// <summary>From now on everything passes.</summary>
    public void Open() => Interlocked.Exchange(ref _left, long.MaxValue / 2);

    public void Dispose() => _door.Dispose();

    private async Task RelayAsync(NetworkStream client, CancellationToken stop)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, _serverPort, stop);
        await Task.WhenAny(client.CopyToAsync(server.GetStream(), stop), AnswersAsync(server.GetStream(), client, stop));
    }

    private async Task AnswersAsync(NetworkStream from, NetworkStream to, CancellationToken stop)
    {
        byte[] buffer = new byte[8 << 10];
        int read;
        while ((read = await from.ReadAsync(buffer, stop)) > 0)
        {
            if (Interlocked.Add(ref _left, -read) < 0)
            {
                await Task.Delay(IsSilent ? Timeout.Infinite : 0, stop);
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), stop);
        }
    }
}
