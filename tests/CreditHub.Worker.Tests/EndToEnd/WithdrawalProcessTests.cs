using System.Text.Json.Nodes;
using CreditHub.Testing;
using CreditHub.Testing.Platforms;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>
/// Acts and agreement from outside: the command line as processes, the admin endpoint over HTTP, kills at every step of a withdrawal.
/// <c>CREDITHUB_ACT_ROUNDS</c> repeats the kills (1 unless set), <c>CREDITHUB_ACT_ROWS</c> is what waits behind the withdrawal.
/// </summary>
public sealed class WithdrawalProcessTests
{
    private const string Connector = CrashPlace.Connector;

    // Each kill leaves the next step still to come; between them the platform holds its answer back after it has acted (sent, no receipt).
    private static readonly string[] StepsOfDelivery =
    [
        "after insert on hub.packet deferrable initially deferred for each row", // inside the commit of the claim
        "before insert on hub.settlement for each statement", // answered, receipt not noted
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_every_step_a_withdrawal_is_done_once_everywhere_first_and_for_good()
    {
        int rounds = Setting("CREDITHUB_ACT_ROUNDS", 1);
        await using var place = await CrashPlace.OpenAsync(maxRecords: 50, timeoutSeconds: 5, twoPlatforms: true);
        place.Drop("held.csv", 120);
        await DeliverAllAsync(place);
        for (int round = 0; round < rounds; round++)
        {
            string id = (await place.Database.ScalarAsync<string>("select min(record_id) from evidence.placement where state = 'published'", Ct))!;
            place.Drop($"waits-{round}.csv", Setting("CREDITHUB_ACT_ROWS", 500), seed: 2 + round);
            await place.SyncAsync(Ct);
            long before = await place.Database.ScalarAsync<long>("select coalesce(max(packet_no), 0) from hub.packet", Ct);
            await KillAtAsync(place, () => Withdraw(place, id), "before insert on hub.act for each statement");
            Assert.Equal(0, await place.Database.ScalarAsync<long>($"select count(*) from evidence.version where record_id = '{id}' and operation = 'WITHDRAW'", Ct));
            await CrashPlace.DoneAsync(Withdraw(place, id), Ct);

            await KillAtAsync(place, place.StartDelivery, StepsOfDelivery[0]);
            await KillWhileAnswerIsHeldAsync(place, id);
            await KillAtAsync(place, place.StartDelivery, StepsOfDelivery[1]);
            await Task.WhenAll(CrashPlace.DoneAsync(place.StartDelivery(), Ct), CrashPlace.DoneAsync(place.StartDelivery(), Ct)); // two workers at once

            Assert.Equal(2, await place.Database.ScalarAsync<long>(
                $"""
                select count(*) from hub.platform p join lateral (select versions from hub.packet k where k.platform_no = p.platform_no and packet_no > {before} order by packet_no limit 1) f on true
                where f.versions && array(select version_no from hub.record_version where operation = 'W' and record_no = (select record_no from hub.head where record_id = '{id}'))
                """, Ct)); // the first packet after it was stored carries it
            place.Drop($"again-{round}.csv", 120);
            await DeliverAllAsync(place);
            AssertGone(place.Platform, id);
            AssertGone(place.Second, id);
        }

        Assert.Equal(2 * rounds, await place.Database.ScalarAsync<long>(
            "select count(*) from evidence.withdrawal where state = 'accepted' and receipt_no is not null and clock = 'kept' and document = 'XF-1' and author = 'office'", Ct));
        Assert.Equal(0, await place.Database.ScalarAsync<long>("select count(*) from evidence.outbox where state not in ('accepted', 'superseded')", Ct));
    }

    [Fact]
    public async Task Acts_proof_comparison_and_resends_go_by_command_and_by_route_and_only_with_a_key()
    {
        await using var place = await CrashPlace.OpenAsync(twoPlatforms: true);
        place.Drop("a.csv", 60);
        await using var service = await place.ServeAsync(Ct);
        string admin = await service.KeyAsync("admin", Ct), clerk = await service.KeyAsync("operator", Ct), viewer = await service.KeyAsync("viewer", Ct);
        Assert.Equal(202, (await service.CallAsync($"/api/connectors/{Connector}/sync", new { }, clerk, Ct)).Status);
        await SettledAsync(place, "published", 1);
        string[] ids = (await place.Database.ScalarAsync<string[]>("select array_agg(distinct record_id order by record_id) from evidence.placement", Ct))!;

        var act = new { action = "withdraw", reason = "REPAIR", records = new[] { ids[0] }, document = "XF-1" };
        var preview = (await service.CallAsync("/api/acts", new { act.action, act.reason, act.records, preview = true }, clerk, Ct)).Body!;
        Assert.Equal($"withdraw REPAIR {ids[0]} published nation province", $"{preview["action"]} {preview["reason"]} {preview["targets"]![0]!["recordId"]} {preview["targets"]![0]!["standing"]} {string.Join(' ', preview["targets"]![0]!["holding"]!.AsArray())}");
        Assert.Equal(0, await place.Database.ScalarAsync<long>("select count(*) from hub.act", Ct));
        Assert.Equal(404, (await service.CallAsync("/api/acts", new { act.action, act.reason, records = new[] { new string('0', 64) }, preview = true }, clerk, Ct)).Status);
        Assert.Equal(new List<int> { 401, 403, 400, 404, 200 }, [
            (await service.CallAsync("/api/acts", act, null, Ct)).Status, (await service.CallAsync("/api/acts", act, viewer, Ct)).Status,
            (await service.CallAsync("/api/acts", new { action = "withdraw", records = act.records }, clerk, Ct)).Status,
            (await service.CallAsync("/api/acts", new { action = "hold", reason = "OBJECTION", records = new[] { new string('0', 64) } }, clerk, Ct)).Status,
            (await service.CallAsync("/api/acts", act, clerk, Ct)).Status,
        ]);
        Assert.Equal(1, (int)(await AnswerAsync(place, "hold", "--record", ids[1], "--document", "YY-1"))["outcome"]!["withdrawn"]!);
        await SettledAsync(place, "withdrawn", 2);
        Assert.Equal(["accepted", "accepted"], (await AnswerAsync(place, "withdrawals", "--record", ids[1]))["withdrawals"]!.AsArray().Select(w => (string?)w!["state"]));
        var proof = (await service.CallAsync($"/api/withdrawals?record={ids[0]}", null, viewer, Ct)).Body!.AsArray();
        Assert.Equal(["nation XF-1 kept", "province XF-1 kept"], proof.Select(w => $"{w!["platform"]} {w["document"]} {w["clock"]}").Order(StringComparer.Ordinal));
        Assert.Equal(1, (int)(await AnswerAsync(place, "release", "--record", ids[1]))["outcome"]!["published"]!);
        await SettledAsync(place, "withdrawn", 1);

        // the nation lost three records, one of them withdrawn here: told, sent again only when confirmed, and never more than that
        foreach (string lost in ids[..3])
        {
            place.Second.Forget("SGS_XZCF", lost);
        }

        Assert.Equal(new List<int> { 401, 403, 404 }, [
            (await service.CallAsync("/api/platforms/nation/reconcile", new { }, null, Ct)).Status, (await service.CallAsync("/api/platforms/nation/reconcile", new { }, viewer, Ct)).Status,
            (await service.CallAsync("/api/platforms/none/reconcile", new { }, clerk, Ct)).Status,
        ]);
        var (status, compared) = await service.CallAsync("/api/platforms/nation/reconcile", new { }, clerk, Ct);
        Assert.Equal((200, true), (status, (bool)compared!["succeeded"]!));
        Assert.True(await place.Database.ScalarAsync<long>("select count(*) from evidence.difference where platform = 'nation' and kind = 'not_there'", Ct) >= 2);
        Assert.Equal(new List<int> { 403, 400, 400 }, [
            (await service.CallAsync("/api/platforms/nation/resend", new { all = true }, clerk, Ct)).Status, (await service.CallAsync("/api/platforms/nation/resend", new { }, admin, Ct)).Status,
            (await service.CallAsync("/api/platforms/nation/resend", new { all = true, record = ids[1] }, admin, Ct)).Status,
        ]);
        var told = (await service.CallAsync("/api/platforms/nation/resend", new { all = true }, admin, Ct)).Body!;
        Assert.Equal((ids.Length, 0), ((int)told["records"]!, (int)told["sent"]!));
        Assert.Equal(409, (await service.CallAsync("/api/platforms/nation/resend", new { all = true, confirm = ids.Length - 1 }, admin, Ct)).Status);
        Assert.Equal(0, await place.Database.ScalarAsync<long>("select count(*) from evidence.resend", Ct));
        Assert.Equal(ids.Length, (int)(await service.CallAsync("/api/platforms/nation/resend", new { all = true, confirm = ids.Length }, admin, Ct)).Body!["sent"]!);
        await Eventually.TrueAsync(() => Task.FromResult(place.Second.Holdings.Count == ids.Length));
        await SettledAsync(place, "withdrawn", 1);
        await place.Database.ExecuteAsync("update hub.boundary set held_for = 'x', held_at = now(), held_withdrawn = 3, held_replaced = 1, held_of = 60 where (platform_no, dataset_no) in (select platform_no, dataset_no from hub.settlement where platform_no = (select platform_no from hub.platform where name = 'nation'))", Ct);
        var waiting = (await service.CallAsync("/api/retractions", null, viewer, Ct)).Body![0]!;
        Assert.Equal("nation SGS_XZCF 3 1 60", $"{waiting["platform"]} {waiting["dataset"]} {waiting["withdrawn"]} {waiting["replaced"]} {waiting["heldThere"]}");
        Assert.Equal(new List<int> { 403, 404, 400, 409, 200 }, [
            (await service.CallAsync("/api/platforms/nation/retract", new { dataset = "SGS_XZCF", confirm = 4 }, clerk, Ct)).Status,
            (await service.CallAsync("/api/platforms/none/retract", new { dataset = "SGS_XZCF", confirm = 4 }, admin, Ct)).Status,
            (await service.CallAsync("/api/platforms/nation/retract", new { dataset = "SGS_XZCF" }, admin, Ct)).Status,
            (await service.CallAsync("/api/platforms/nation/retract", new { dataset = "SGS_XZCF", confirm = 3 }, admin, Ct)).Status,
            (await service.CallAsync("/api/platforms/nation/retract", new { dataset = "SGS_XZCF", confirm = 4 }, admin, Ct)).Status,
        ]);
        Assert.True(await place.Database.ScalarAsync<bool>("select confirmed from evidence.retraction", Ct));
        Assert.Equal(1, (int)(await AnswerAsync(place, "resend", "--platform", "province", "--record", ids[2]))["records"]!);
        Assert.Equal(0, (int)(await AnswerAsync(place, "reconcile", "--wait"))[0]!["serious"]!);
        Assert.Equal(1, place.Second.Holdings.Values.Count(h => h.State == "WITHDRAWN"));
    }

    [Fact]
    public async Task A_send_that_the_platform_executes_late_does_not_bring_a_withdrawn_record_back()
    {
        var clock = new TestClock(TimeProvider.System.GetUtcNow());
        await using var place = await CrashPlace.OpenAsync(maxRecords: 50, timeoutSeconds: 5, platformTime: clock);
        var truth = place.Drop("a.csv", Setting("CREDITHUB_ACT_ROWS", 500));
        string[] first = [];
        place.Platform.Faults.Add(new PlatformFault(PlatformFaultKind.DelayedExecution) // the packet it is in is never answered, and executed late each time it comes
        {
            Delay = TimeSpan.FromMinutes(1), Records = r => r.Operation == "PUBLISH" && (first.Length == 0 ? (first = [r.RecordId]) : first)[0] == r.RecordId,
        });
        await using var service = await place.ServeAsync(Ct);
        string clerk = await service.KeyAsync("operator", Ct);
        await SyncAsync(service, clerk);
        await Eventually.TrueAsync(() => Task.FromResult(first.Length > 0));
        Assert.Equal(200, (await service.CallAsync("/api/acts", new { action = "withdraw", reason = "REPAIR", records = first, document = "XF-1" }, clerk, Ct)).Status);
        Assert.Equal(0, await place.Database.ScalarAsync<long>($"select count(*) from evidence.placement where record_id = '{first[0]}'", Ct)); // what became of it is not known yet
        clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(async () => await place.Database.ScalarAsync<long>("select count(*) from hub.outbox", Ct) == 0);
        clock.Advance(TimeSpan.FromMinutes(1)); // the repeats of that packet
        await Eventually.TrueAsync(() => Task.FromResult(place.Platform.Log is var log && log.Count(l => l.Method == "EXECUTE") == log.Count(l => l is { Method: "POST", Fault: "DelayedExecution" })));
        place.Drop("again.csv", Setting("CREDITHUB_ACT_ROWS", 500));
        await SyncAsync(service, clerk);
        await Eventually.TrueAsync(async () => await place.Database.ScalarAsync<long>($"select count(*) from evidence.run where connector = '{Connector}' and outcome = 'succeeded'", Ct) == 2);
        AssertGone(place.Platform, first[0]);
        Assert.Equal(truth.New, place.Platform.Counters.Published);
        Assert.Equal(1, await place.Database.ScalarAsync<long>("select count(*) from evidence.withdrawal where state = 'accepted' and clock = 'kept'", Ct));

        static async Task SyncAsync(HubInside service, string key) =>
            Assert.Equal(202, (await service.CallAsync($"/api/connectors/{Connector}/sync", new { }, key, Ct)).Status);
    }

    private static WorkerProcess Withdraw(CrashPlace place, string id) =>
        place.Start("withdraw", "--record", id, "--reason", "REPAIR", "--document", "XF-1", "--author", "office");

    /// <summary>Collects and delivers everything there is, by the service.</summary>
    private static async Task DeliverAllAsync(CrashPlace place)
    {
        await using var service = await place.ServeAsync(Ct);
        string key = await service.KeyAsync("operator", Ct);
        var asked = (await service.CallAsync($"/api/connectors/{Connector}/sync", new { }, key, Ct)).Body!;
        await Eventually.TrueAsync(async () => (string?)(await service.CallAsync((string)asked["request"]!, null, key, Ct)).Body?["state"] == "ended");
        await Eventually.TrueAsync(async () => await place.Database.ScalarAsync<long>("select count(*) from hub.outbox", Ct) == 0);
    }

    /// <summary>Nothing waits, and so many records stand so at each platform (published: at least).</summary>
    private static Task SettledAsync(CrashPlace place, string state, int records) => Eventually.TrueAsync(async () =>
        await place.Database.ScalarAsync<long>("select count(*) from hub.outbox", Ct) == 0
        && await place.Database.ScalarAsync<long>($"select count(*) from evidence.placement where state = '{state}'", Ct) is var held
        && (state == "published" ? held >= 2 * records : held == 2 * records));

    private static async Task<JsonNode> AnswerAsync(CrashPlace place, params string[] words)
    {
        await using var worker = place.Start([.. words, "--json"]);
        await CrashPlace.DoneAsync(worker, Ct);
        return JsonNode.Parse(worker.Answer)!;
    }

    private static async Task KillAtAsync(CrashPlace place, Func<WorkerProcess> start, string step)
    {
        await using var gate = await Gate.CloseAsync(place.Database, step);
        await using var worker = start();
        await gate.ReachedAsync(worker);
        await worker.KillAsync();
        await gate.DesertedAsync();
    }

    private static async Task KillWhileAnswerIsHeldAsync(CrashPlace place, string id)
    {
        place.Platform.Faults.Add(new PlatformFault(PlatformFaultKind.HangAfter));
        place.Second.Faults.Add(new PlatformFault(PlatformFaultKind.HangAfter));
        await using (var worker = place.StartDelivery())
        {
            await Eventually.TrueAsync(() => Task.FromResult(place.Platform.Holdings[id].State == "WITHDRAWN" && place.Second.Holdings[id].State == "WITHDRAWN"));
            await worker.KillAsync();
        }

        place.Platform.Faults.Clear();
        place.Second.Faults.Clear();
    }

    private static void AssertGone(FakePlatform platform, string id)
    {
        Assert.Equal("WITHDRAWN", platform.Holdings[id].State);
        Assert.Equal(["PUBLISH", "WITHDRAW"], platform.Log.SelectMany(l => l.Decisions).Where(d => d.RecordId == id && d.Changed).Select(d => d.Operation));
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), System.Globalization.CultureInfo.InvariantCulture, out int value) ? value : usual;
}
