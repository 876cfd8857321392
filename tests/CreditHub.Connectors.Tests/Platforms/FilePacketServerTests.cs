using CreditHub.Connectors.Platforms.FilePacket;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Connectors.Tests.Transports;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing;
using CreditHub.Testing.Platforms;
using CreditHub.Testing.Platforms.Desks;

namespace CreditHub.Connectors.Tests.Platforms;

/// <summary>One real OpenSSH server for all tests of the class, started by the first.</summary>
public sealed class SharedSshServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _once = new(1, 1);
    private SshServer? _server;

    public async Task<SshServer> GetAsync()
    {
        await _once.WaitAsync();
        try
        {
            return _server ??= await Servers.SshAsync();
        }
        finally
        {
            _once.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? default);
        _once.Dispose();
    }
}

/// <summary>The same packets in directories of an SFTP server.</summary>
public sealed class FilePacketServerTests(SharedSshServer shared) : PlatformConformance, IClassFixture<SharedSshServer>
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("credithub-packets-");
    private SshServer _server = null!;
    private FakePacketDirectory _desk = null!;
    private string _home = "";

    internal override IKind<IPlatform> Kind => new FilePacketKind(_data.FullName, TimeProvider.System);

    protected override string Settings => At(_server.Port);

    protected override string Unreachable => At(1);

    public override async ValueTask InitializeAsync()
    {
        _server = await shared.GetAsync();
        _home = Path.Combine(_server.Home, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.Combine(_home, "out"));
        _desk = new FakePacketDirectory(Path.Combine(_home, "out"), Path.Combine(_home, "back"), new FakePlatformOptions());
        Directory.CreateDirectory(Path.Combine(_home, "back"));
    }

    public override ValueTask DisposeAsync()
    {
        _desk?.Dispose();
        _data.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    protected override void Play(PlatformPlay play)
    {
        _desk.Judge.Faults.Clear();
        PlatformFault? fault = play switch
        {
            PlatformPlay.RejectSecond => new(PlatformFaultKind.RejectRecords) { Records = r => r.RecordId == Id(1).ToString(), Code = Code },
            PlatformPlay.RefusePacket => new(PlatformFaultKind.BadPacket),
            PlatformPlay.LoseAnswer => new(PlatformFaultKind.LoseAnswer),
            _ => null,
        };
        if (fault is not null)
        {
            _desk.Judge.Faults.Add(fault);
        }
    }

    protected override Task JudgeAsync()
    {
        _desk.JudgeAll();
        return Task.CompletedTask;
    }

    protected override Task<(IReadOnlyDictionary<string, int> Held, int Executed)> HeldAsync() => Task.FromResult<(IReadOnlyDictionary<string, int>, int)>(
        (_desk.Judge.Holdings.ToDictionary(h => h.Key, h => h.Value.Version), (int)_desk.Judge.Counters.Packets));

    [Fact]
    public async Task Cut_anywhere_no_half_packet_is_seen_and_the_repeat_puts_it_there_once()
    {
        // the log-in takes about 4,000 bytes of the server's: cut in it, after it, and in the answers to writing and renaming
        for (int bytes = 1_000; bytes <= 5_500; bytes += 1_500)
        {
            using var cut = new CuttingRelay(_server.Port, bytes);
            var delivery = Delivery(count: 300);
            var platform = Fresh(At(cut.Port));
            var first = await platform.SendAsync(platform.Compose(delivery), Stop);
            Assert.True(first.Kind is AnswerKind.Transient or AnswerKind.Answered, $"{bytes}: {first.Kind} {first.OperatorMessage}");
            byte[] whole = platform.Compose(delivery).Body.ToArray();
            Assert.All(Directory.GetFiles(Path.Combine(_home, "out"), "*.zip"), f => Assert.Equal(whole, File.ReadAllBytes(f)));

            cut.Open();
            var again = Fresh(At(cut.Port));
            Assert.Equal(AnswerKind.Answered, (await again.SendAsync(again.Compose(delivery), Stop)).Kind);
            Assert.Equal(1, _desk.JudgeAll());
            Assert.All((await ((IReceiptLookup)again).FindAsync(delivery, Stop)).Results!, r => Assert.Equal(RecordStatus.Accepted, r.Status));
            Assert.Empty(Directory.GetFiles(Path.Combine(_home, "out")));
        }

        Assert.Equal(_desk.Taken.Count, (int)_desk.Judge.Counters.Packets);
    }

    [Fact]
    public void Mistakes_about_the_server_are_found_in_its_place()
    {
        var findings = Kind.Validate(Decoded.Settings(
            """{ "server": { "kind": "Sftp", "host": "x y", "user": "u", "directory": "/in", "privateKey": "env:NO" }, "directory": "../out", "feedbackDirectory": "a\\b" }"""));
        Assert.Equal(
            ["$.directory", "$.feedbackDirectory", "$.server.directory", "$.server.host", "$.server.hostKey", "$.server.privateKey"],
            findings.Select(f => f.Path).Distinct().Order(StringComparer.Ordinal));
    }

    private string At(int port) =>
        $$"""
        { "server": { "kind": "Sftp", "host": "127.0.0.1", "port": {{port}}, "user": "{{_server.User}}", "hostKey": "{{_server.HostKey}}", "privateKey": "file:{{_server.PrivateKey}}", "timeoutSeconds": 5 },
          "directory": "{{_home}}/out", "feedbackDirectory": "{{_home}}/back", "format": "Json", "askSeconds": 30 }
        """;
}
