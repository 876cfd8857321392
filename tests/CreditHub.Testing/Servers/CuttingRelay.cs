using System.Net;
using System.Net.Sockets;

namespace CreditHub.Testing;

/// <summary>Stands between a client and a server on loopback: lets a number of the server's bytes through, then cuts the connection or falls silent.</summary>
public sealed class CuttingRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _serverPort;
    private readonly Task _accepting;
    private long _left;

    public CuttingRelay(int serverPort, long bytes, bool silent = false)
    {
        _serverPort = serverPort;
        _left = bytes;
        IsSilent = silent;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Falls silent instead of cutting.</summary>
    public bool IsSilent { get; }

    /// <summary>The limit was reached.</summary>
    public bool IsCut => Interlocked.Read(ref _left) <= 0;

    /// <summary>From now on everything passes.</summary>
    public void Open() => Interlocked.Exchange(ref _left, long.MaxValue / 2);

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _end.Token);
                await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream(), _end.Token), AnswersAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or IOException)
            {
                return;
            }
        }
    }

    private async Task AnswersAsync(NetworkStream from, NetworkStream to)
    {
        byte[] buffer = new byte[8 << 10];
        int read;
        while ((read = await from.ReadAsync(buffer, _end.Token)) > 0)
        {
            if (Interlocked.Add(ref _left, -read) < 0)
            {
                await Task.Delay(IsSilent ? Timeout.Infinite : 0, _end.Token);
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }
}
