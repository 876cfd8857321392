using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Connectors.Transports;
using CreditHub.Testing;

namespace CreditHub.Connectors.Tests.Transports;

/// <summary>What the tests of transports need: real servers, or a reason to be skipped.</summary>
internal static class Servers
{
    private const string Missing = "the servers of the tests are not installed: ./credithub test installs them (openssh-server, proftpd)";

    public static async Task<SshServer> SshAsync(bool offersSftp = true)
    {
        Need(SshServer.IsInstalled);
        return await SshServer.StartAsync(offersSftp);
    }

    public static async Task<FtpServer> FtpAsync(FtpServerKind kind, string more = "")
    {
        Need(FtpServer.IsInstalled);
        return await FtpServer.StartAsync(kind, more);
    }

    /// <summary>The transport of a settings object; all its settings must be right.</summary>
    public static IFileTransport Transport(string json)
    {
        var reader = new SettingsReader(Decoded.Settings(json));
        var settings = TransportSettings.Read(reader);
        reader.Done();
        Assert.Empty(reader.Findings);
        return FileTransports.Create(settings);
    }

    public static string Sftp(SshServer server, string directory = "home", int? port = null, string? key = null, string? hostKey = null, string more = "") =>
        $$"""
        {"kind":"Sftp","host":"127.0.0.1","port":{{port ?? server.Port}},"user":"{{server.User}}","directory":"{{Path.Combine(Path.GetDirectoryName(server.Home)!, directory)}}",
         "hostKey":"{{hostKey ?? server.HostKey}}","privateKey":"file:{{key ?? server.PrivateKey}}"{{more}}}
        """;

    private static void Need(bool installed)
    {
        Assert.SkipUnless(installed || Environment.GetEnvironmentVariable("CI") == "true", Missing);
        Assert.True(installed, Missing);
    }
}
