using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CreditHub.Testing;

/// <summary>A server program of the distribution, started for a test on a free loopback port, in the foreground, and killed at the end.</summary>
internal sealed class ServerProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _said;

    private ServerProgram(Process process)
    {
        _process = process;
        _said = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Full path of a program on PATH or among the system's; null when it is not installed.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/usr/local/sbin")
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Starts it with a configuration that names the port; tries another port when somebody else took it.</summary>
    public static async Task<(ServerProgram Program, int Port)> StartAsync(Func<int, IReadOnlyList<string>> command)
    {
        for (int attempt = 1; ; attempt++)
        {
            int port = FreePort();
            var words = command(port);
            var server = new ServerProgram(Process.Start(new ProcessStartInfo(words[0], words.Skip(1)) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" })!);
            if (await server.ListensAsync(port))
            {
                return (server, port);
            }

            string said = await server._said;
            await server.DisposeAsync();
            if (attempt == 3)
            {
                throw new InvalidOperationException($"{words[0]} does not start: {said}");
            }
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> ListensAsync(int port)
    {
        for (int i = 0; i < 500 && !_process.HasExited; i++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(20);
            }
        }

        return false;
    }
}
