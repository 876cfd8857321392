using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Tests.Agreement;
using CreditHub.Pipelines.Tests.Store;
using CreditHub.Testing;

namespace CreditHub.Pipelines.Tests.Delivery;

/// <summary>A platform that was away or in trouble for a quarter of an hour: patience grew long, but nothing is held back once it answers again.</summary>
public sealed class RelayRecoveryTests
{
    private const int Records = 3_000;
    private static readonly DeliveryAnswer s_unreachable = new(AnswerKind.Transient);

    /// <summary>After a long outage a try a minute, and a moment to make it.</summary>
    private static readonly TimeSpan s_noticed = TimeSpan.FromSeconds(90);

    private readonly TestClock _clock = new(TimeProvider.System.GetUtcNow());
    private readonly ScriptedPlatform _platform = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_there_is_noticed_to_be_back_within_a_minute()
    {
        await AwayAsync(_ => s_unreachable, () => s_unreachable);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(503, false)]
    public async Task After_trouble_every_dataset_goes_on_within_a_minute(int status, bool both)
    {
        int packets = await AwayAsync(_ => new DeliveryAnswer(AnswerKind.Transient, status), () => new DeliveryAnswer(AnswerKind.Transient, status), both);
        Assert.InRange(packets - (_platform.Applied.Count / 100), 0, 12); // few were made small for a try
    }

    [Theory]
    [InlineData(null)]
    [InlineData(503)]
    public async Task Many_withdrawals_that_waited_leave_in_large_packets(int? status)
    {
        await using var books = await Books.OpenAsync();
        string[] keys = [.. Enumerable.Range(0, 400).Select(i => $"w{i}")];
        await books.StoreAsync([.. keys.Select(key => (key, "v"))]);
        await new AgreementHub(books, _platform, time: _clock).DeliverAsync();
        foreach (string key in keys)
        {
            await books.WithdrawAsync(key);
        }

        _platform.Always = _ => new DeliveryAnswer(AnswerKind.Transient, status);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var serving = new AgreementHub(books, _platform, time: _clock, retrySeconds: 1, retryCapSeconds: 600).ServeAsync(stop.Token);
        try
        {
            await PassAsync(TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(5), moment: 4, () => false);
            (_platform.Always, int before) = (null, _platform.Packets.Count);
            await PassAsync(TimeSpan.FromSeconds(75), TimeSpan.FromMilliseconds(500), moment: 30, () => _platform.Applied.Count == 800);
            Assert.Equal(800, _platform.Applied.Count);
            Assert.InRange(_platform.Packets.Count - before, 4, 9);
        }
        finally
        {
            await EndAsync(stop, serving);
        }
    }

    [Fact]
    public async Task A_record_that_breaks_the_first_packet_tried_again_keeps_nobody_from_going_on()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(Rows("k"));
        var broken = Books.Id("k405"); // in the first small packet, behind four large ones
        bool away = true;
        _platform.Always = d => away || d.Delivery.Records.Any(r => r.Id == broken) ? new DeliveryAnswer(AnswerKind.Transient, 500) : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var serving = new AgreementHub(books, _platform, time: _clock, retrySeconds: 1, retryCapSeconds: 600).ServeAsync(stop.Token);
        try
        {
            await PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1), moment: 4, () => false);
            away = false;
            await PassAsync(TimeSpan.FromSeconds(75), TimeSpan.FromMilliseconds(500), moment: 30, () => _platform.Applied.Count >= Records - 10);
            Assert.InRange(_platform.Applied.Count, Records - 10, Records - 1);
        }
        finally
        {
            await EndAsync(stop, serving);
        }
    }

    [Fact]
    public async Task A_broken_dataset_leaves_tries_to_a_sound_one()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreOtherAsync(Rows("o"));
        await books.StoreAsync(Rows("k"));
        _platform.Always = _ => new DeliveryAnswer(AnswerKind.Transient, 503);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var serving = new AgreementHub(books, _platform, time: _clock, retrySeconds: 1, retryCapSeconds: 600).ServeAsync(stop.Token);
        try
        {
            await PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1), moment: 4, () => false);
            _platform.Always = d => d.Delivery.Dataset == "TEST" ? null : new DeliveryAnswer(AnswerKind.Transient, 503);
            await PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(200), moment: 30, () => _platform.Applied.Count == Records);
            Assert.Equal(Records, _platform.Applied.Count);
        }
        finally
        {
            await EndAsync(stop, serving);
        }
    }

    [Fact]
    public async Task After_requests_that_ran_out_of_time_packets_are_as_large_as_before()
    {
        DeliveryAnswer Hang(AnswerKind kind)
        {
            _clock.Advance(TimeSpan.FromSeconds(30));
            return new DeliveryAnswer(kind);
        }

        await AwayAsync(_ => Hang(AnswerKind.Unknown), () => Hang(AnswerKind.Transient));
        int packets = _platform.Applied.Count / 100;
        Assert.InRange(_platform.Packets.Count, packets, 4 * packets); // grown again from single records it would be seven times as many
    }

    [Fact]
    public async Task Days_for_a_decision_count_from_when_the_platform_got_the_packet()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "1"));
        _platform.Always = _ => s_unreachable;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var serving = new AgreementHub(books, _platform, time: _clock, retrySeconds: 1, retryCapSeconds: 600).ServeAsync(stop.Token);
        try
        {
            await PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(100), moment: 4, () => _platform.Sent.Count > 0);
            await PassAsync(TimeSpan.FromDays(8), TimeSpan.FromHours(4), moment: 4, () => false);
            var pending = new DeliveryAnswer(AnswerKind.Answered, 200, "R1", [new(Books.Id("a"), 1, RecordStatus.Pending, null, null, null), new(Books.Id("b"), 1, RecordStatus.Pending, null, null, null)]);
            (_platform.Always, _platform.AlwaysAsked) = (_ => pending, () => pending);
            await PassAsync(TimeSpan.FromMinutes(20), TimeSpan.FromSeconds(5), moment: 30, () => _platform.Asked.Count > 2);
            Assert.Equal(["pending"], await books.QueryAsync<string>("select distinct state from evidence.outbox"));
            await PassAsync(TimeSpan.FromDays(8), TimeSpan.FromHours(4), moment: 30, () => false);
            Assert.Equal(["parked"], await books.QueryAsync<string>("select distinct state from evidence.outbox"));
        }
        finally
        {
            await EndAsync(stop, serving);
        }
    }

    /// <summary>Two datasets wait; the platform is away for a quarter of an hour, then all arrives as soon as a first try was due (and had a moment to be made). Returns the packets that took.</summary>
    private async Task<int> AwayAsync(Func<ComposedDelivery, DeliveryAnswer> send, Func<DeliveryAnswer> ask, bool both = true)
    {
        await using var books = await Books.OpenAsync();
        int datasets = both ? 2 : 1;
        await (both ? books.StoreOtherAsync(Rows("o")) : Task.CompletedTask);
        await books.StoreAsync(Rows("k"));
        (_platform.Always, _platform.AlwaysAsked) = (send, ask);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var serving = new AgreementHub(books, _platform, time: _clock, retrySeconds: 1, retryCapSeconds: 600).ServeAsync(stop.Token);
        try
        {
            await PassAsync(TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(5), moment: 4, () => false);
            int before = _platform.Packets.Count;
            (_platform.Always, _platform.AlwaysAsked) = (null, null);
            await PassAsync(s_noticed, TimeSpan.FromMilliseconds(400), moment: 40, () => _platform.Applied.Count > 0);
            Assert.True(_platform.Applied is { Count: > 0 }, "not noticed");
            await PassAsync(TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100), moment: 30, () => _platform.Applied.Count == datasets * Records);
            Assert.Equal(datasets * Records, _platform.Applied.Count);
            return _platform.Packets.Count - before;
        }
        finally
        {
            await EndAsync(stop, serving);
        }
    }

    private static async Task EndAsync(CancellationTokenSource stop, Task serving)
    {
        await stop.CancelAsync();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Lets time pass step by step, each when nothing happened for a moment (milliseconds of real time).</summary>
    private async Task PassAsync(TimeSpan time, TimeSpan step, int moment, Func<bool> enough)
    {
        for (var passed = TimeSpan.Zero; passed < time && !enough(); passed += step)
        {
            _clock.Advance(step);
            int seen;
            do
            {
                seen = _platform.Sent.Count + _platform.Asked.Count;
                await Task.Delay(moment, Ct);
            }
            while (seen != _platform.Sent.Count + _platform.Asked.Count);
        }
    }

    private static (string, string)[] Rows(string prefix) => [.. Enumerable.Range(0, Records).Select(i => ($"{prefix}{i}", "v"))];
}
