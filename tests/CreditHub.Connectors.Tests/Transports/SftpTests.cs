using CreditHub.Connectors.Transports;
using CreditHub.Pipelines.Model;
using CreditHub.Testing;

namespace CreditHub.Connectors.Tests.Transports;

public sealed class SftpTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_all_promises_with_OpenSSH_and_a_key()
    {
        await using var server = await Servers.SshAsync();

        await TransportPromises.KeepsAllAsync(Servers.Transport(Servers.Sftp(server)), server.Home, 5, "two\nlines.csv", "back\\slash.csv", "bell\a.csv");
    }

    [Fact]
    public async Task Keeps_all_promises_with_another_server_and_a_password()
    {
        await using var server = await Servers.FtpAsync(FtpServerKind.Sftp);
        using var secret = new SecretFile(FtpServer.Password);

        await TransportPromises.KeepsAllAsync(Servers.Transport(ByPassword(server, secret)), server.Home, 2, "two\nlines.csv");
    }

    [Fact]
    public async Task Tells_every_way_of_not_getting_in_apart()
    {
        await using var server = await Servers.SshAsync();
        await using var shellOnly = await Servers.SshAsync(offersSftp: false);
        string strangeHost = (await File.ReadAllTextAsync(server.StrangeKey + ".pub", Stop)).Trim();

        await FailsAsync(Servers.Sftp(server, port: 1), FailureKind.Transient, "cannot be reached (connection refused)");
        await FailsAsync(Servers.Sftp(server, hostKey: strangeHost), FailureKind.Config, "host key is not the pinned one");
        await FailsAsync(Servers.Sftp(server, key: server.StrangeKey), FailureKind.Config, "refuses user and key or password");
        await FailsAsync(Servers.Sftp(shellOnly), FailureKind.Config, "offers no SFTP");
        await FailsAsync(Servers.Sftp(server).Replace("127.0.0.1", "no-such-host.invalid", StringComparison.Ordinal), FailureKind.Transient, "is not known");
    }

    [Fact]
    public async Task Tells_a_wrong_password_from_a_strange_machine()
    {
        await using var server = await Servers.FtpAsync(FtpServerKind.Sftp);
        using var wrong = new SecretFile("not-the-password");

        await FailsAsync(ByPassword(server, wrong), FailureKind.Config, "refuses user and key or password");
    }

    [Fact]
    public async Task A_missing_directory_is_named()
    {
        await using var server = await Servers.SshAsync();
        await using var session = await Servers.Transport(Servers.Sftp(server, directory: "gone")).OpenAsync(Stop);

        var missing = await Assert.ThrowsAsync<ConnectorException>(() => session.ListAsync("", Stop));

        Assert.Equal(FailureKind.Config, missing.Kind);
        Assert.Contains("/gone does not exist", missing.OperatorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0), InlineData(1000), InlineData(400_000)]
    public async Task A_cut_connection_leaves_nothing_and_heals(long bytes)
    {
        await using var server = await Servers.SshAsync();
        using var relay = new CuttingRelay(server.Port, bytes);
        var transport = Servers.Transport(Servers.Sftp(server, port: relay.Port));
        TransportPromises.Write(server.Home, "a.bin", new byte[2_000_000]);
        string target = Path.Combine(server.Home, "../target");

        var cut = await Assert.ThrowsAsync<ConnectorException>(() => FetchFirstAsync(transport, target));

        Assert.Equal(FailureKind.Transient, cut.Kind);
        Assert.Contains("the connection was ", cut.OperatorMessage, StringComparison.Ordinal);
        Assert.False(File.Exists(target));
        relay.Open();
        await FetchFirstAsync(transport, target);
        Assert.Equal(2_000_000, new FileInfo(target).Length);
    }

    [Fact]
    public async Task A_silent_server_is_given_up_and_a_stop_is_obeyed_at_once()
    {
        await using var server = await Servers.SshAsync();
        using var relay = new CuttingRelay(server.Port, 400_000, silent: true);
        var transport = Servers.Transport(Servers.Sftp(server, port: relay.Port));
        TransportPromises.Write(server.Home, "a.bin", new byte[2_000_000]);
        string target = Path.Combine(server.Home, "../target");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var fetching = FetchFirstAsync(transport, target, stop.Token);
        await Eventually.TrueAsync(() => Task.FromResult(relay.IsCut));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
        Assert.False(File.Exists(target));
    }

    [Fact]
    public async Task A_password_is_in_no_command_line_no_environment_and_no_file()
    {
        const string password = "made-up-and-secret";
        using var secret = new SecretFile(password);
        await using var server = await Servers.SshAsync();
        using var relay = new CuttingRelay(server.Port, 0, silent: true);
        string settings = $$"""{"kind":"Sftp","host":"127.0.0.1","port":{{relay.Port}},"user":"clerk","hostKey":"{{server.HostKey}}","password":"file:{{secret.Path}}"}""";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var before = Directory.GetDirectories(Path.GetTempPath(), "credithub-ssh-*");
        var opening = Servers.Transport(settings).OpenAsync(stop.Token);
        await Eventually.TrueAsync(() => Task.FromResult(relay.IsCut));

        var ssh = System.Diagnostics.Process.GetProcessesByName("ssh").Select(p => p.Id).Where(id => Shown(id, "cmdline").Contains($"-p\0{relay.Port}", StringComparison.Ordinal)).ToList();
        var files = Directory.GetDirectories(Path.GetTempPath(), "credithub-ssh-*").Except(before).SelectMany(Directory.GetFiles).Where(f => !f.EndsWith(".pipe", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(ssh);
        Assert.All(ssh, id => Assert.DoesNotContain(password, Shown(id, "cmdline") + Shown(id, "environ"), StringComparison.Ordinal));
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.DoesNotContain(password, File.ReadAllText(f), StringComparison.Ordinal));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        Assert.All(files, f => Assert.False(File.Exists(f)));
    }

    private static string Shown(int process, string what) => File.Exists($"/proc/{process}/{what}") ? File.ReadAllText($"/proc/{process}/{what}") : "";

    private static async Task FetchFirstAsync(IFileTransport transport, string target, CancellationToken? stop = null)
    {
        await using var session = await transport.OpenAsync(stop ?? Stop);
        await session.FetchAsync((await session.ListAsync("", stop ?? Stop)).Files[0], target, long.MaxValue, stop ?? Stop);
    }

    private static string ByPassword(FtpServer server, SecretFile secret) =>
        $$"""{"kind":"Sftp","host":"127.0.0.1","port":{{server.Port}},"user":"{{FtpServer.User}}","hostKey":"{{server.HostKey}}","password":"file:{{secret.Path}}"}""";

    private static async Task FailsAsync(string settings, FailureKind kind, string words)
    {
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => Servers.Transport(settings).OpenAsync(Stop));
        Assert.Contains(words, failed.OperatorMessage, StringComparison.Ordinal);
        Assert.Equal(kind, failed.Kind);
    }
}
