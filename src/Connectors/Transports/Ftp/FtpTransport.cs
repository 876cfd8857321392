using System.Globalization;

namespace CreditHub.Connectors.Transports.Ftp;

/// <summary>FTP and FTPS through <c>curl</c>, one call for each thing to do.</summary>
internal sealed class FtpTransport(TransportSettings settings) : IFileTransport
{
    /// <inheritdoc/>
    public async Task<IFileSession> OpenAsync(CancellationToken ct)
    {
        string host = settings.Host.Resolve();
        string server = string.Create(CultureInfo.InvariantCulture, $"{(settings.Kind == TransportKind.Ftps ? "ftps" : "ftp")} {host}:{settings.Port}");
        var addresses = await ServerAddress.FindAsync(host, ct).ConfigureAwait(false);
        var session = new FtpSession(new CurlRun(settings, server, addresses), settings, server);
        await session.GreetAsync(ct).ConfigureAwait(false);
        return session;
    }
}
