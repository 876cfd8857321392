using System.Net;
using System.Net.Sockets;
using System.Text;
using CreditHub.Testing;

namespace CreditHub.Connectors.Tests.Transports;

/// <summary>Speaks just enough FTP to tell one size and send another.</summary>
internal sealed class LyingFtpServer : IDisposable
{
    private readonly TcpDoor _commands;
    private readonly TcpListener _passive = new(IPAddress.Loopback, 0);
    private readonly long _declared;
    private readonly long _sent;

    public LyingFtpServer(long declared, long sent)
    {
        _declared = declared;
        _sent = sent;
        _passive.Start();
        _commands = new TcpDoor(TalkAsync);
    }

    public string Settings(string secret) =>
        $$"""{"kind":"Ftp","host":"127.0.0.1","port":{{_commands.Port}},"user":"clerk","password":"file:{{secret}}"}""";

    public void Dispose()
    {
        _commands.Dispose();
        _passive.Dispose();
    }

    private async Task TalkAsync(NetworkStream client, CancellationToken stop)
    {
        using var reader = new StreamReader(client, Encoding.ASCII);
        await using var writer = new StreamWriter(client, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 ready");
        while (await reader.ReadLineAsync(stop) is { } line)
        {
            string answer = line.Split(' ')[0] switch
            {
                "USER" => "331 password", "PASS" => "230 in", "PWD" => "257 \"/\"", "TYPE" => "200 type", "CWD" => "250 there",
                "EPSV" => $"229 passive (|||{((IPEndPoint)_passive.LocalEndpoint).Port}|)", "SIZE" => $"213 {_declared}",
                "RETR" => "150 here it comes", "QUIT" => "221 bye", _ => "500 unknown",
            };
            await writer.WriteLineAsync(answer);
            if (answer[0] == '1')
            {
                await SendAsync(stop);
                await writer.WriteLineAsync("226 that was all");
            }
        }
    }

    private async Task SendAsync(CancellationToken stop)
    {
        using var client = await _passive.AcceptTcpClientAsync(stop);
        byte[] zeros = new byte[100];
        try
        {
            for (long sent = 0; sent < _sent; sent += zeros.Length)
            {
                await client.GetStream().WriteAsync(zeros, stop);
            }
        }
        catch (IOException)
        {
            return;
        }
    }
}
