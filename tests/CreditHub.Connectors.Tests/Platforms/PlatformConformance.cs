using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Tests.Platforms;

/// <summary>
/// What the relay relies on, whatever way a kind delivers. A kind's class says how its other side is made to play and what it holds; the sentences are the same for all.
/// </summary>
public abstract class PlatformConformance : IAsyncLifetime
{
    /// <summary>Stands in every record's data and must never be seen in a message.</summary>
    protected const string Canary = "金丝雀一百一十号";

    /// <summary>What the other side says about a refused record.</summary>
    protected const string Code = "E1003";

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal abstract IKind<IPlatform> Kind { get; }

    /// <summary>Settings that pass.</summary>
    protected abstract string Settings { get; }

    /// <summary>Settings that pass and lead to nobody.</summary>
    protected abstract string Unreachable { get; }

    /// <summary>Texts that must never be seen in a message or finding.</summary>
    protected virtual IReadOnlyList<string> Secrets => [];

    /// <summary>A kind that cannot be asked must be safe to repeat.</summary>
    protected virtual bool Asks => true;

    /// <summary>Records the other side takes in one packet.</summary>
    protected virtual int Most => 3;

    /// <summary>Packets can be refused as wholes; otherwise records only.</summary>
    protected virtual bool RefusesWhole => true;

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>Arranges what happens to packets from now on.</summary>
    protected abstract void Play(PlatformPlay play);

    /// <summary>Lets the other side do its work, where it works by itself.</summary>
    protected virtual Task JudgeAsync() => Task.CompletedTask;

    /// <summary>Record → version that the other side holds now, and how many packets or rows it executed.</summary>
    protected abstract Task<(IReadOnlyDictionary<string, int> Held, int Executed)> HeldAsync();

    /// <summary>A new process: nothing is remembered.</summary>
    internal IPlatform Fresh(string? settings = null) => Kind.Create("conformance", Decoded.Settings(settings ?? Settings));

    protected static RecordId Id(int number) => new(SHA256.HashData(BitConverter.GetBytes(number)));

    /// <summary>Three records: a first version, a withdrawal, a later version.</summary>
    protected static Delivery Delivery(Guid? packetId = null, int count = 3) => new(
        packetId ?? Guid.CreateVersion7(), "411000", "SGS_XZCF", "2019", new DateTimeOffset(2026, 11, 20, 1, 0, 0, 7, TimeSpan.Zero),
        [.. Enumerable.Range(0, count).Select(i => i % 3 == 1
            ? new DeliveryRecord(Id(i), i + 1, Operation.Withdraw, "REPAIR", default)
            : new DeliveryRecord(Id(i), i + 1, Operation.Publish, null, Encoding.UTF8.GetBytes($$"""{"CF_WSH":"文号<{{i}}>&\"，","CF_XDR_MC":"{{Canary}}","CF_JDRQ":"2026/11/0{{i % 9 + 1}}","CF_NR_FK":"0.{{i + 1}}"}""")))]);

    /// <summary>Sends, lets the other side work, and asks as long as something is open: as the relay does.</summary>
    internal async Task<DeliveryAnswer> DeliverAsync(IPlatform platform, Delivery delivery)
    {
        if (delivery.Records.Count > Most)
        {
            var alone = new List<DeliveryAnswer>();
            for (int i = 0; i < delivery.Records.Count; i++)
            {
                alone.Add(await DeliverAsync(platform, delivery with { PacketId = new Guid(SHA256.HashData([.. delivery.PacketId.ToByteArray(), (byte)i])[..16]), Records = [delivery.Records[i]] }));
            }

            return alone[^1] with { Results = [.. alone.SelectMany(a => a.Results ?? [])] };
        }

        var answer = await platform.SendAsync(platform.Compose(delivery), Stop);
        await JudgeAsync();
        if (answer.Kind == AnswerKind.Unknown && platform is not IReceiptLookup)
        {
            return await platform.SendAsync(platform.Compose(delivery), Stop);
        }

        bool open = answer.Kind == AnswerKind.Unknown || answer.Results?.Any(r => r.Status == RecordStatus.Pending) == true;
        return open && platform is IReceiptLookup lookup ? await lookup.FindAsync(delivery, Stop) : answer;
    }

    [Fact]
    public async Task Every_record_is_accepted_with_a_receipt()
    {
        Play(PlatformPlay.Accept);
        var delivery = Delivery();

        var answer = await DeliverAsync(Fresh(), delivery);

        Assert.Equal(AnswerKind.Answered, answer.Kind);
        Assert.Equal(delivery.Records.Select(r => (r.Id, r.Version, RecordStatus.Accepted)), answer.Results!.OrderBy(r => r.Version).Select(r => (r.Id, r.Version, r.Status)));
        Assert.False(string.IsNullOrEmpty(answer.ReceiptNo));
        Assert.Equal(delivery.Records.ToDictionary(r => r.Id.ToString(), r => r.Version), (await HeldAsync()).Held);
    }

    [Fact]
    public async Task A_refused_record_has_its_reason_and_stops_no_other()
    {
        Play(PlatformPlay.RejectSecond);

        var answer = await DeliverAsync(Fresh(), Delivery());

        Assert.Equal(AnswerKind.Answered, answer.Kind);
        var refused = Assert.Single(answer.Results!, r => r.Status == RecordStatus.Rejected);
        Assert.Equal((Id(1), 2, Code), (refused.Id, refused.Version, refused.Code));
        Assert.Contains("退回", refused.Message, StringComparison.Ordinal);
        Assert.Equal([Id(0), Id(2)], answer.Results!.Where(r => r.Status == RecordStatus.Accepted).OrderBy(r => r.Version).Select(r => r.Id));
    }

    [Fact]
    public async Task A_packet_refused_as_a_whole_is_told_from_refused_records()
    {
        Play(PlatformPlay.RefusePacket);

        var answer = await DeliverAsync(Fresh(), Delivery());

        Assert.Equal(RefusesWhole ? AnswerKind.PacketRefused : AnswerKind.Answered, answer.Kind);
        Assert.All(answer.Results ?? [], r => Assert.Equal(RecordStatus.Rejected, r.Status));
        Assert.Empty((await HeldAsync()).Held);

        Play(PlatformPlay.Accept);
        Assert.Equal(AnswerKind.Answered, (await DeliverAsync(Fresh(), Delivery(count: 1))).Kind);
    }

    [Fact]
    public async Task A_lost_answer_is_cleared_up_and_nothing_is_done_twice()
    {
        Play(PlatformPlay.LoseAnswer);
        var delivery = Delivery(count: Most);
        var first = Fresh();
        var sent = await first.SendAsync(first.Compose(delivery), Stop);
        await JudgeAsync();
        var before = await HeldAsync();
        Assert.DoesNotContain(sent.Results ?? [], r => r.Status is RecordStatus.Rejected);
        Assert.True(sent.Kind is AnswerKind.Unknown or AnswerKind.Answered);

        Play(PlatformPlay.Accept);
        var second = Fresh();
        Assert.Equal(Asks, second is IReceiptLookup);
        var answer = second is IReceiptLookup lookup ? await lookup.FindAsync(delivery, Stop) : new DeliveryAnswer(AnswerKind.NotReceived);
        answer = answer.Kind == AnswerKind.NotReceived || answer.Results?.Any(r => r.Status == RecordStatus.Pending) == true ? await DeliverAsync(second, delivery) : answer;

        Assert.Equal(AnswerKind.Answered, answer.Kind);
        Assert.Equal(delivery.Records.Count, answer.Results!.Count(r => r.Status is RecordStatus.Accepted or RecordStatus.Stale));
        var after = await HeldAsync();
        Assert.Equal(delivery.Records.ToDictionary(r => r.Id.ToString(), r => r.Version), after.Held);
        Assert.True(before.Executed == 0 || before.Executed == after.Executed, $"executed {before.Executed}, then {after.Executed}");
    }

    [Fact]
    public async Task A_repeat_under_the_same_packet_id_changes_nothing()
    {
        Play(PlatformPlay.Accept);
        var delivery = Delivery();
        await DeliverAsync(Fresh(), delivery);
        var before = await HeldAsync();

        var again = await DeliverAsync(Fresh(), delivery);

        Assert.Equal(AnswerKind.Answered, again.Kind);
        Assert.All(again.Results!, r => Assert.Equal(RecordStatus.Accepted, r.Status));
        var after = await HeldAsync();
        Assert.Equal(before.Held, after.Held);
        Assert.Equal(before.Executed, after.Executed);
    }

    [Fact]
    public async Task What_was_never_sent_was_never_received()
    {
        if (Fresh() is IReceiptLookup lookup)
        {
            Assert.Equal(AnswerKind.NotReceived, (await lookup.FindAsync(Delivery(count: Most), Stop)).Kind);
        }
        else
        {
            Assert.False(Asks);
        }
    }

    [Fact]
    public void The_same_delivery_is_composed_to_the_same_bytes()
    {
        var delivery = Delivery();

        var (first, second) = (Fresh().Compose(delivery), Fresh().Compose(delivery));

        Assert.Equal(first.Body.ToArray(), second.Body.ToArray());
        Assert.Equal(SHA256.HashData(first.Body.Span), first.Sha256);
        Assert.NotEqual(first.Sha256, Fresh().Compose(Delivery()).Sha256);
    }

    [Fact]
    public async Task Nobody_there_is_never_an_answer()
    {
        var platform = Fresh(Unreachable);

        var answer = await platform.SendAsync(platform.Compose(Delivery(count: Most)), Stop);

        Assert.Equal(AnswerKind.Transient, answer.Kind);
        Assert.Null(answer.Results);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_his_cancellation()
    {
        Play(PlatformPlay.Accept);
        var platform = Fresh();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => platform.SendAsync(platform.Compose(Delivery(count: Most)), stop.Token));
        Assert.Equal(AnswerKind.Answered, (await DeliverAsync(platform, Delivery())).Kind);
    }

    [Fact]
    public async Task Messages_show_neither_data_nor_secrets()
    {
        var messages = new List<string?>();
        foreach (var play in new[] { PlatformPlay.RejectSecond, PlatformPlay.RefusePacket, PlatformPlay.LoseAnswer })
        {
            Play(play);
            messages.Add((await DeliverAsync(Fresh(), Delivery())).OperatorMessage);
        }

        var gone = Fresh(Unreachable);
        messages.Add((await gone.SendAsync(gone.Compose(Delivery(count: Most)), Stop)).OperatorMessage);
        messages.Add(gone.ToString());

        Assert.All(Secrets.Append(Canary), text => Assert.DoesNotContain(messages, message => message?.Contains(text, StringComparison.Ordinal) == true));
    }

    [Fact]
    public void Mistakes_in_the_settings_are_all_found()
    {
        var good = JsonDocument.Parse(Settings).RootElement;
        string required = JsonDocument.Parse(Kind.SettingsSchema).RootElement.GetProperty("required")[0].GetString()!;
        string bad = "{\"" + string.Join(",\"", good.EnumerateObject().Where(p => p.Name != required).Select(p => $"{p.Name}\":{p.Value.GetRawText()}").Append("surprise\":1")) + "}";

        Assert.Empty(Kind.Validate(good));
        Assert.Equal([$"$.{required}", "$.surprise"], Kind.Validate(Decoded.Settings(bad)).Select(f => f.Path).Order(StringComparer.Ordinal).Distinct());
        Assert.NotEmpty(Kind.Validate(Decoded.Settings("[]")));
        Assert.All(Kind.Validate(Decoded.Settings("{}")), f => Assert.NotEmpty(f.Remedy));
        var refused = Assert.Throws<ConnectorException>(() => Fresh(bad));
        Assert.Equal(FailureKind.Config, refused.Kind);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, refused.OperatorMessage, StringComparison.Ordinal));
    }
}
