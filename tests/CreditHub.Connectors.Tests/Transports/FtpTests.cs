using CreditHub.Connectors.Transports;
using CreditHub.Pipelines.Model;
using CreditHub.Testing;

namespace CreditHub.Connectors.Tests.Transports;

public sealed class FtpTests
{
    private const string NoMachineLists = "<Limit MLSD MLST>\nDenyAll\n</Limit>";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_all_promises()
    {
        await using var server = await Servers.FtpAsync(FtpServerKind.Plain);
        using var secret = new SecretFile(FtpServer.Password);

        await TransportPromises.KeepsAllAsync(Servers.Transport(Settings(server, secret, FtpServerKind.Plain)), server.Home, 1, "back\\slash.csv");
    }

    [Theory]
    [InlineData(FtpServerKind.ExplicitTls), InlineData(FtpServerKind.ImplicitTls)]
    public async Task Files_come_and_go_over_tls(FtpServerKind kind)
    {
        await using var server = await Servers.FtpAsync(kind);
        using var secret = new SecretFile(FtpServer.Password);

        await TransportPromises.KeepsFewAsync(Servers.Transport(Settings(server, secret, kind)), server.Home);
    }

    [Fact]
    public async Task A_server_without_machine_readable_lists_is_asked_file_by_file()
    {
        await using var server = await Servers.FtpAsync(FtpServerKind.Plain, NoMachineLists);
        using var secret = new SecretFile(FtpServer.Password);
        await using var session = await Servers.Transport(Settings(server, secret, FtpServerKind.Plain)).OpenAsync(Stop);
        string target = Path.Combine(server.Home, "../target");

        Assert.Empty((await session.ListAsync("", Stop)).Files);
        TransportPromises.Write(server.Home, "双公示 1.csv", [1, 2, 3]);
        TransportPromises.Write(server.Home, "b#.csv", [4]);
        Directory.CreateDirectory(Path.Combine(server.Home, "folder"));
        var files = (await session.ListAsync("", Stop)).Files.OrderBy(f => f.Size).ToList();

        Assert.Equal([("b#.csv", 1L), ("双公示 1.csv", 3L)], files.Select(f => (f.Name, f.Size)));
        Assert.All(files, f => Assert.NotNull(f.Modified));
        await session.FetchAsync(files[1], target, 3, Stop);
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(target, Stop));
        await Assert.ThrowsAsync<ConnectorException>(() => session.ListAsync("nowhere", Stop));
    }

    [Fact]
    public async Task Tells_every_way_of_not_getting_in_apart()
    {
        await using var plain = await Servers.FtpAsync(FtpServerKind.Plain);
        await using var tls = await Servers.FtpAsync(FtpServerKind.ExplicitTls);
        using var secret = new SecretFile(FtpServer.Password);
        using var wrong = new SecretFile("not-the-password");

        await FailsAsync(Settings(plain, secret, FtpServerKind.Plain, port: 1), FailureKind.Transient, "cannot be reached");
        await FailsAsync(Settings(plain, wrong, FtpServerKind.Plain), FailureKind.Config, "refuses user and password");
        await FailsAsync(Settings(plain, secret, FtpServerKind.ExplicitTls), FailureKind.Config, "offers no TLS");
        await FailsAsync(Settings(tls, secret, FtpServerKind.ExplicitTls, authority: ""), FailureKind.Config, "certificate is not trusted");
        await FailsAsync(Settings(tls, secret, FtpServerKind.ExplicitTls).Replace("127.0.0.1", "localhost", StringComparison.Ordinal), FailureKind.Config, "certificate is not trusted");
    }

    [Theory]
    [InlineData(0), InlineData(30), InlineData(300)]
    public async Task A_cut_connection_leaves_nothing_and_heals(int bytes)
    {
        await using var server = await Servers.FtpAsync(FtpServerKind.Plain);
        using var secret = new SecretFile(FtpServer.Password);
        using var relay = new CuttingRelay(server.Port, bytes);
        var transport = Servers.Transport(Settings(server, secret, FtpServerKind.Plain, port: relay.Port));
        TransportPromises.Write(server.Home, "a.bin", new byte[2_000_000]);
        string target = Path.Combine(server.Home, "../target");

        var cut = await Assert.ThrowsAsync<ConnectorException>(() => FetchFirstAsync(transport, target));

        Assert.Equal(FailureKind.Transient, cut.Kind);
        Assert.False(File.Exists(target));
        relay.Open();
        await FetchFirstAsync(transport, target);
        Assert.Equal(2_000_000, new FileInfo(target).Length);
    }

    [Fact]
    public async Task A_server_that_ends_a_file_early_is_not_believed()
    {
        using var server = new LyingFtpServer(declared: 1000, sent: 400);
        using var secret = new SecretFile("any");
        await using var session = await Servers.Transport(server.Settings(secret.Path)).OpenAsync(Stop);
        string target = Path.GetTempFileName();

        var cut = await Assert.ThrowsAsync<ConnectorException>(() => session.FetchAsync(new RemoteFile("a.bin", 1000, null), target, 1000, Stop));

        Assert.Equal(FailureKind.Transient, cut.Kind);
        Assert.False(File.Exists(target));
    }

    [Fact]
    public async Task A_server_that_sends_without_end_is_stopped_at_the_size_it_told()
    {
        using var server = new LyingFtpServer(declared: 1000, sent: long.MaxValue);
        using var secret = new SecretFile("any");
        await using var session = await Servers.Transport(server.Settings(secret.Path)).OpenAsync(Stop);
        string target = Path.GetTempFileName();

        await session.FetchAsync(new RemoteFile("a.bin", 1000, null), target, 1000, Stop);

        Assert.Equal(1000, new FileInfo(target).Length);
        File.Delete(target);
    }

    private static async Task FetchFirstAsync(IFileTransport transport, string target)
    {
        await using var session = await transport.OpenAsync(Stop);
        await session.FetchAsync((await session.ListAsync("", Stop)).Files[0], target, long.MaxValue, Stop);
    }

    private static async Task FailsAsync(string settings, FailureKind kind, string words)
    {
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => Servers.Transport(settings).OpenAsync(Stop));
        Assert.Contains(words, failed.OperatorMessage, StringComparison.Ordinal);
        Assert.Equal(kind, failed.Kind);
    }

    private static string Settings(FtpServer server, SecretFile secret, FtpServerKind kind, int? port = null, string? authority = null)
    {
        string tls = kind == FtpServerKind.Plain ? "" : $",\"tls\":\"{(kind == FtpServerKind.ImplicitTls ? "implicit" : "explicit")}\"";
        string trust = kind == FtpServerKind.Plain || authority == "" ? "" : $",\"certificateAuthority\":\"{server.Certificate}\"";
        return $$"""{"kind":"{{(kind == FtpServerKind.Plain ? "Ftp" : "Ftps")}}","host":"127.0.0.1","port":{{port ?? server.Port}},"user":"{{FtpServer.User}}","password":"file:{{secret.Path}}"{{tls}}{{trust}}}""";
    }
}
