using CreditHub.Pipelines.Model;
using CreditHub.Testing;
using CreditHub.Testing.Platforms;

namespace CreditHub.Worker.Tests.Kit;

public sealed class FakePlatformTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly string _state = Path.Combine(Path.GetTempPath(), $"platform-{Guid.NewGuid():N}.jsonl");
    private readonly TestClock _clock = new();
    private FakePlatform _platform = null!;
    private PlatformClient _client = null!;

    public async ValueTask InitializeAsync() => await StartAsync(new PlatformLimits(5, 100_000, 1000, 4));

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _platform.DisposeAsync();
        File.Delete(_state);
    }

    [Fact]
    public async Task Same_packet_gets_the_same_receipt_also_after_a_restart()
    {
        var id = Guid.NewGuid();
        var packet = PlatformClient.Packet(id, PlatformClient.Publish());
        var (_, first) = await _client.SendAsync(id, packet, Ct);
        await RestartAsync();

        var (status, again) = await _client.SendAsync(id, packet, Ct);
        var (_, receipt) = await _client.GetAsync($"/exchange/v1/receipts/{id}", Ct);

        Assert.Equal(200, status);
        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        Assert.Equal(first.ToJsonString(), receipt.ToJsonString());
        Assert.Equal((1, 1), (_platform.Counters.Packets, _platform.Counters.Repeats));
        Assert.Equal(1, _platform.Counters.Published);
    }

    [Fact]
    public async Task Same_packet_id_with_another_body_is_a_mismatch()
    {
        var id = Guid.NewGuid();
        await _client.SendAsync(id, PlatformClient.Packet(id, PlatformClient.Publish()), Ct);

        var (status, body) = await _client.SendAsync(id, PlatformClient.Packet(id, PlatformClient.Publish(version: 2)), Ct);

        Assert.Equal((409, "IDEMPOTENCY_MISMATCH"), (status, (string)body["code"]!));
        Assert.Equal(1, _platform.Holdings.Values.Single().Version);
    }

    [Fact]
    public async Task Versions_are_accepted_duplicate_stale_and_withdrawn()
    {
        Assert.Equal("ACCEPTED", (string)(await _client.ResultAsync(PlatformClient.Publish(version: 2), Ct))["status"]!);
        Assert.Equal("DUPLICATE", (string)(await _client.ResultAsync(PlatformClient.Publish(version: 2), Ct))["status"]!);
        Assert.Equal("STALE", (string)(await _client.ResultAsync(PlatformClient.Publish(version: 1), Ct))["status"]!);
        Assert.Equal("ACCEPTED", (string)(await _client.ResultAsync(PlatformClient.Withdraw(version: 3), Ct))["status"]!);
        Assert.Equal("STALE", (string)(await _client.ResultAsync(PlatformClient.Publish(version: 2), Ct))["status"]!);

        var held = _platform.Holdings.Values.Single();
        Assert.Equal((3, "WITHDRAWN"), (held.Version, held.State));
    }

    [Fact]
    public async Task Wrong_digest_and_too_many_records_are_refused_whole()
    {
        var id = Guid.NewGuid();
        var (status, body) = await _client.SendAsync(id, PlatformClient.Packet(id, PlatformClient.Publish()), Ct, digest: "sha-256=:AAAA:");
        Assert.Equal((400, "BAD_DIGEST"), (status, (string)body["code"]!));

        var six = Enumerable.Range(0, 6).Select(i => PlatformClient.Publish(number: i)).ToArray();
        Assert.Equal(413, (await _client.SendAsync(id, PlatformClient.Packet(id, six), Ct)).Status);
        Assert.Equal(404, (await _client.GetAsync($"/exchange/v1/receipts/{id}", Ct)).Status);
        Assert.Empty(_platform.Holdings);
    }

    [Fact]
    public async Task Token_ends_by_the_clock()
    {
        _clock.Advance(_platform.Options.TokenLifetime);

        Assert.Equal(401, (await _client.GetAsync("/exchange/v1/limits", Ct)).Status);

        await _client.LoginAsync(Ct);
        Assert.Equal(200, (await _client.GetAsync("/exchange/v1/limits", Ct)).Status);
    }

    [Fact]
    public async Task Too_many_requests_in_a_minute_are_told_to_wait()
    {
        await _platform.DisposeAsync();
        File.Delete(_state);
        await StartAsync(new PlatformLimits(5, 100_000, 2, 4));
        await _client.ResultAsync(PlatformClient.Publish(), Ct);
        await _client.ResultAsync(PlatformClient.Publish(version: 2), Ct);

        var id = Guid.NewGuid();
        var packet = PlatformClient.Packet(id, PlatformClient.Publish(version: 3));
        Assert.Equal(429, (await _client.SendAsync(id, packet, Ct)).Status);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await _client.SendAsync(id, packet, Ct)).Status);
    }

    [Fact]
    public async Task Lost_answer_was_executed_and_the_receipt_proves_it()
    {
        _platform.Faults.Add(new(PlatformFaultKind.LoseAnswer) { Times = 1 });
        var id = Guid.NewGuid();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _client.SendAsync(id, PlatformClient.Packet(id, PlatformClient.Publish()), Ct));

        Assert.Equal(200, (await _client.GetAsync($"/exchange/v1/receipts/{id}", Ct)).Status);
        Assert.Single(_platform.Holdings);
    }

    [Fact]
    public async Task Reset_before_leaves_nothing_behind()
    {
        _platform.Faults.Add(new(PlatformFaultKind.ResetBefore) { Times = 1 });
        var id = Guid.NewGuid();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _client.SendAsync(id, PlatformClient.Packet(id, PlatformClient.Publish()), Ct));

        Assert.Equal(404, (await _client.GetAsync($"/exchange/v1/receipts/{id}", Ct)).Status);
        Assert.Empty(_platform.Holdings);
    }

    [Fact]
    public async Task Pending_packet_tells_its_results_after_the_decision_also_after_a_restart()
    {
        _platform.Faults.Add(new(PlatformFaultKind.Pending) { Times = 1 });
        var id = Guid.NewGuid();
        var (status, body) = await _client.SendAsync(id, PlatformClient.Packet(id, PlatformClient.Publish()), Ct);
        Assert.Equal(202, status);
        Assert.Null(body["results"]);
        await RestartAsync();
        Assert.Equal("PENDING", await StatusAsync(id));

        _platform.DecidePending();

        Assert.Equal("ACCEPTED", await StatusAsync(id));
        await RestartAsync();
        Assert.Equal("ACCEPTED", await StatusAsync(id));
    }

    [Fact]
    public async Task Delayed_execution_comes_after_newer_versions_and_is_stale()
    {
        _platform.Faults.Add(new(PlatformFaultKind.DelayedExecution) { Times = 1, Delay = TimeSpan.FromSeconds(30) });
        var late = Guid.NewGuid();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _client.SendAsync(late, PlatformClient.Packet(late, PlatformClient.Publish(1)), Ct));
        Assert.Equal(404, (await _client.GetAsync($"/exchange/v1/receipts/{late}", Ct)).Status);
        await _client.ResultAsync(PlatformClient.Withdraw(version: 2), Ct);

        _clock.Advance(TimeSpan.FromSeconds(30));

        var executed = await ExecutedAsync(late);
        Assert.Equal("STALE", executed.Decisions.Single().Status);
        Assert.Equal("WITHDRAWN", _platform.Holdings.Values.Single().State);
    }

    [Fact]
    public async Task One_chosen_record_spoils_the_packet_or_is_rejected_alone()
    {
        var chosen = (string)PlatformClient.Publish(number: 1)["recordId"]!;
        _platform.Faults.Add(new(PlatformFaultKind.BadPacket) { Times = 1, Records = r => r.RecordId == chosen });
        _platform.Faults.Add(new(PlatformFaultKind.RejectRecords) { Records = r => r.RecordId == chosen, Code = "E2001", Message = "退回" });
        var id = Guid.NewGuid();
        var packet = PlatformClient.Packet(id, PlatformClient.Publish(number: 0), PlatformClient.Publish(number: 1));

        Assert.Equal((400, "BAD_PACKET"), (await _client.SendAsync(id, packet, Ct)) switch { var (s, b) => (s, (string)b["code"]!) });
        var (_, answer) = await _client.SendAsync(id, packet, Ct);

        Assert.Equal(["ACCEPTED", "REJECTED"], answer["results"]!.AsArray().Select(r => (string)r!["status"]!));
        Assert.Equal("E2001", (string)answer["results"]![1]!["code"]!);
    }

    [Fact]
    public async Task Holdings_are_paged_in_order_of_record_id()
    {
        for (int i = 0; i < 3; i++)
        {
            await _client.ResultAsync(PlatformClient.Publish(number: i), Ct);
        }

        var (_, first) = await _client.GetAsync("/exchange/v1/NSXY_A/holdings?limit=2", Ct);
        var (_, second) = await _client.GetAsync($"/exchange/v1/NSXY_A/holdings?limit=2&after={first["next"]}", Ct);

        var ids = first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(i => (string)i!["recordId"]!).ToList();
        Assert.Equal(_platform.Holdings.Keys.Order(StringComparer.Ordinal), ids);
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task Half_a_line_at_the_end_of_the_log_is_forgotten_and_overwritten()
    {
        await _client.ResultAsync(PlatformClient.Publish(), Ct);
        await _platform.DisposeAsync();
        await File.AppendAllTextAsync(_state, "{\"at\":\"2026-11-2", Ct);
        await StartAsync(_platform.Options.Limits);

        await _client.ResultAsync(PlatformClient.Publish(number: 1), Ct);
        await RestartAsync();

        Assert.Equal(2, _platform.Holdings.Count);
    }

    [Fact]
    public async Task Instant_mode_accepts_every_record_by_scanning_bytes()
    {
        await using var instant = await FakePlatform.StartAsync(new FakePlatformOptions { Instant = true }, Ct);
        using var client = new PlatformClient(instant);
        await client.LoginAsync(Ct);
        var id = Guid.NewGuid();

        var (_, answer) = await client.SendAsync(id, PlatformClient.Packet(id, PlatformClient.Publish(7), PlatformClient.Withdraw(12, number: 3)), Ct);

        Assert.Equal([7, 12], answer["results"]!.AsArray().Select(r => (int)r!["version"]!));
        Assert.Equal(2, instant.Counters.Records);
    }

    private async Task StartAsync(PlatformLimits limits)
    {
        _platform = await FakePlatform.StartAsync(
            new FakePlatformOptions { ConfigDirectory = KitFiles.Config, StateFile = _state, Time = _clock, Limits = limits }, Ct);
        _client?.Dispose();
        _client = new PlatformClient(_platform);
        await _client.LoginAsync(Ct);
    }

    private async Task RestartAsync()
    {
        await _platform.DisposeAsync();
        await StartAsync(_platform.Options.Limits);
    }

    private async Task<string> StatusAsync(Guid id) =>
        (string)(await _client.GetAsync($"/exchange/v1/receipts/{id}", Ct)).Body["results"]![0]!["status"]!;

    private async Task<PlatformRequest> ExecutedAsync(Guid id)
    {
        PlatformRequest? line = null;
        while ((line = _platform.Log.LastOrDefault(l => l.Method == "EXECUTE" && l.PacketId == id.ToString())) is null)
        {
            await Task.Delay(5, Ct);
        }

        return line;
    }
}
