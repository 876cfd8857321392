using System.Globalization;
using System.Net;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports.Sftp;

/// <summary>
/// SFTP through the OpenSSH client: it does addresses, keys and encryption; the file protocol itself is spoken here over its pipes, so that no file name ever becomes
/// part of a command and every answer is told exactly.
/// </summary>
internal sealed class SftpTransport(TransportSettings settings) : IFileTransport
{
    private static readonly TimeSpan Greeting = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task<IFileSession> OpenAsync(CancellationToken ct)
    {
        string host = settings.Host.Resolve();
        string server = string.Create(CultureInfo.InvariantCulture, $"sftp {host}:{settings.Port}");
        var addresses = await ServerAddress.FindAsync(host, ct).ConfigureAwait(false);
        using var start = new SshStart(settings, host);
        for (int i = 0; ; i++)
        {
            var failure = new SshFailure(server);
            try
            {
                return await OpenAsync(start, addresses[i], failure, ct).ConfigureAwait(false);
            }
            catch (ConnectorException) when (failure.Unreachable && i + 1 < addresses.Length)
            {
                // the name has another address
                continue;
            }
        }
    }

    private async Task<IFileSession> OpenAsync(SshStart start, IPAddress address, SshFailure failure, CancellationToken ct)
    {
        var program = start.Run(address);
        var channel = new SftpChannel(program, failure, settings.Timeout < Greeting ? Greeting : settings.Timeout);
        try
        {
            await channel.GreetAsync(ct).ConfigureAwait(false);
            return new SftpSession(channel, settings);
        }
        catch
        {
            await channel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
