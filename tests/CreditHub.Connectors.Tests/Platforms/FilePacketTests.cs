using CreditHub.Connectors.Platforms.FilePacket;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing.Platforms;
using CreditHub.Testing.Platforms.Desks;

namespace CreditHub.Connectors.Tests.Platforms;

public sealed class FilePacketXmlTests : FilePacketTests
{
    protected override string Format => "Xml";
}

public sealed class FilePacketCsvTests : FilePacketTests
{
    protected override string Format => "Csv";
}

public sealed class FilePacketJsonTests : FilePacketTests
{
    protected override string Format => "Json";
}

public abstract class FilePacketTests : PlatformConformance
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("credithub-packets-");
    private FakePacketDirectory _desk = null!;

    protected abstract string Format { get; }

    internal override IKind<IPlatform> Kind => new FilePacketKind(_root.FullName, TimeProvider.System);

    protected override string Settings => $$"""{ "directory": "out", "feedbackDirectory": "back", "format": "{{Format}}", "askSeconds": 30 }""";

    /// <summary>A file where the directory should be.</summary>
    protected override string Unreachable => Settings.Replace("\"out\"", "\"blocked/out\"", StringComparison.Ordinal);

    private string Out => Path.Combine(_root.FullName, "out");

    private string Back => Path.Combine(_root.FullName, "back");

    public override ValueTask InitializeAsync()
    {
        _desk = new FakePacketDirectory(Out, Back, new FakePlatformOptions());
        File.WriteAllText(Path.Combine(_root.FullName, "blocked"), "");
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _desk.Dispose();
        _root.Delete(recursive: true);
        GC.SuppressFinalize(this);
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

    private static Task<DeliveryAnswer> FindAsync(IPlatform platform, Delivery delivery) => ((IReceiptLookup)platform).FindAsync(delivery, Stop);

    [Fact]
    public async Task A_packet_is_a_whole_file_with_a_manifest_and_nothing_else_lies_there()
    {
        var delivery = Delivery();
        var platform = Fresh();

        var answer = await platform.SendAsync(platform.Compose(delivery), Stop);

        Assert.All(answer.Results!, r => Assert.Equal(RecordStatus.Pending, r.Status));
        string file = Assert.Single(Directory.GetFiles(Out));
        Assert.Matches(@"^411000_SGS_XZCF_20261120_\d{22}\.zip$", Path.GetFileName(file));
        Assert.Equal(platform.Compose(delivery).Body.ToArray(), await File.ReadAllBytesAsync(file, Stop));
        await JudgeAsync();
        Assert.Equal(delivery.Records.Count, _desk.Judge.Counters.Accepted);
        Assert.Equal(0, _desk.Judge.Log.Count(l => l.Error is not null));
    }

    [Fact]
    public void Numbers_rise_with_time_and_depend_on_the_packet_alone()
    {
        var at = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
        var ids = Enumerable.Range(0, 200).Select(i => Guid.CreateVersion7(at.AddMilliseconds(i))).ToList();

        var numbers = ids.Select(PacketNumber.Of).ToList();

        Assert.Equal(numbers.Order(StringComparer.Ordinal), numbers);
        Assert.Equal(numbers, ids.Select(PacketNumber.Of));
        Assert.All(numbers, n => Assert.Matches(@"^\d{22}$", n));
    }

    [Fact]
    public async Task Feedback_cut_at_any_byte_is_no_refusal_and_no_false_acceptance()
    {
        Play(PlatformPlay.RejectSecond);
        var delivery = Delivery();
        var platform = Fresh();
        await platform.SendAsync(platform.Compose(delivery), Stop);
        await JudgeAsync();
        string file = Assert.Single(Directory.GetFiles(Back));
        byte[] whole = await File.ReadAllBytesAsync(file, Stop);
        var truth = (await FindAsync(platform, delivery)).Results!.ToDictionary(r => r.Id, r => r.Status);
        for (int cut = 0; cut < whole.Length; cut += 7)
        {
            await File.WriteAllBytesAsync(file, whole[..cut], Stop);
            var answer = await FindAsync(platform, delivery);
            Assert.Equal(AnswerKind.Answered, answer.Kind);
            Assert.All(answer.Results!, r => Assert.True(r.Status == RecordStatus.Pending || r.Status == truth[r.Id]));
        }
    }

    [Fact]
    public async Task A_packet_asked_for_again_goes_out_once_more_and_not_for_ever()
    {
        _desk.Judge.Faults.Add(new(PlatformFaultKind.ServerError) { Times = 1 });
        var delivery = Delivery();
        var platform = Fresh();
        await platform.SendAsync(platform.Compose(delivery), Stop);
        await JudgeAsync();
        Assert.Equal(AnswerKind.NotReceived, (await FindAsync(platform, delivery)).Kind);

        await platform.SendAsync(platform.Compose(delivery), Stop);
        Assert.Equal(AnswerKind.Answered, (await FindAsync(Fresh(), delivery)).Kind);
        await JudgeAsync();

        Assert.All((await FindAsync(platform, delivery)).Results!, r => Assert.Equal(RecordStatus.Accepted, r.Status));
        Assert.Equal(_desk.Taken[0], _desk.Taken[1], (a, b) => a.Name == b.Name && a.Bytes.AsSpan().SequenceEqual(b.Bytes));
    }

    [Fact]
    public async Task Taken_away_without_feedback_is_pending_and_a_lost_note_only_repeats()
    {
        Play(PlatformPlay.LoseAnswer);
        var delivery = Delivery();
        var platform = Fresh();
        await platform.SendAsync(platform.Compose(delivery), Stop);
        await JudgeAsync();

        var answer = await FindAsync(Fresh(), delivery);
        Directory.Delete(Path.Combine(_root.FullName, "platforms"), recursive: true);

        Assert.All(answer.Results!, r => Assert.Equal(RecordStatus.Pending, r.Status));
        Assert.Equal(TimeSpan.FromSeconds(30), answer.RetryAfter);
        Assert.Equal(AnswerKind.NotReceived, (await FindAsync(Fresh(), delivery)).Kind);
    }

    [Fact]
    public async Task Feedback_of_another_packet_or_record_counts_for_nothing()
    {
        var delivery = Delivery();
        var platform = Fresh();
        await platform.SendAsync(platform.Compose(delivery), Stop);
        string name = Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(Out)));
        string other = Guid.NewGuid().ToString();
        Directory.CreateDirectory(Back);
        await File.WriteAllTextAsync(Path.Combine(Back, $"{name}.feedback.{Format.ToLowerInvariant()}"), Format switch
        {
            "Json" => $$"""{"packetId":"{{other}}","receiptNo":"R","results":[{"recordId":"{{Id(0)}}","version":1,"status":"ACCEPTED"}]}""",
            "Csv" => $"recordId,version,status\r\n{Id(77)},1,ACCEPTED\r\n{Id(0)},9,ACCEPTED\r\n{Id(0)},1,OK\r\n{Id(2)},3,ACCEPTED\r\n{Id(2)},3,REJECTED\r\n",
            _ => $"<feedback packetId=\"{other}\"><result recordId=\"{Id(0)}\" version=\"1\" status=\"ACCEPTED\"/></feedback>",
        }, Stop);

        var answer = await FindAsync(platform, delivery);

        Assert.All(answer.Results!, r => Assert.Equal(RecordStatus.Pending, r.Status));
    }

    [Fact]
    public async Task Too_large_and_unknown_datasets_are_told()
    {
        _desk.Judge.Faults.Add(new(PlatformFaultKind.TooLarge) { Times = 1 });
        Assert.Equal(AnswerKind.TooLarge, (await DeliverAsync(Fresh(), Delivery())).Kind);

        using var picky = new FakePacketDirectory(Out, Back, new FakePlatformOptions { Datasets = new HashSet<string> { "NSXY_A" } });
        var delivery = Delivery();
        var platform = Fresh();
        await platform.SendAsync(platform.Compose(delivery), Stop);
        picky.JudgeAll();
        Assert.Equal(AnswerKind.DatasetRefused, (await FindAsync(platform, delivery)).Kind);
    }

    [Fact]
    public async Task Without_feedback_the_file_in_place_is_the_receipt()
    {
        var platform = Fresh($$"""{ "directory": "out", "format": "{{Format}}", "acknowledge": "handover" }""");
        var delivery = Delivery();

        var answer = await platform.SendAsync(platform.Compose(delivery), Stop);

        Assert.All(answer.Results!, r => Assert.Equal(RecordStatus.Accepted, r.Status));
        Assert.Equal(PacketNumber.Of(delivery.PacketId), answer.ReceiptNo);
        Assert.Equal(AnswerKind.Answered, (await FindAsync(platform, delivery)).Kind);
    }

    [Fact]
    public async Task A_link_is_no_feedback_and_a_hostile_one_is_harmless()
    {
        var delivery = Delivery();
        var platform = Fresh();
        await platform.SendAsync(platform.Compose(delivery), Stop);
        string back = Path.Combine(Back, Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(Out))) + $".feedback.{Format.ToLowerInvariant()}");
        Directory.CreateDirectory(Back);
        File.CreateSymbolicLink(back, "/etc/hostname");
        Assert.All((await FindAsync(platform, delivery)).Results!, r => Assert.Equal(RecordStatus.Pending, r.Status));
        File.Delete(back);
        using (var pipe = System.Diagnostics.Process.Start("mkfifo", [back]))
        {
            await pipe.WaitForExitAsync(Stop);
        }

        Assert.All((await FindAsync(platform, delivery).WaitAsync(TimeSpan.FromSeconds(10), Stop)).Results!, r => Assert.Equal(RecordStatus.Pending, r.Status)); // nobody ever writes into it
        File.Delete(back);
        await File.WriteAllTextAsync(back, "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><feedback packetId=\"&b;\"/>", Stop);
        Assert.All((await FindAsync(platform, delivery)).Results!, r => Assert.Equal(RecordStatus.Pending, r.Status));
    }

    [Fact]
    public void Each_mistake_in_the_settings_is_found()
    {
        var findings = Kind.Validate(Decoded.Settings("""
            { "directory": "../out", "feedbackDirectory": "/never/there", "format": "Pdf", "name": "{dataset}/x", "feedbackEnding": ".zip", "statuses": { "OK": "GOOD" }, "askSeconds": 0 }
            """));

        Assert.Equal(
            ["$.askSeconds", "$.directory", "$.feedbackDirectory", "$.feedbackEnding", "$.format", "$.name", "$.statuses"],
            findings.Select(f => f.Path).Distinct().Order(StringComparer.Ordinal));
    }
}
