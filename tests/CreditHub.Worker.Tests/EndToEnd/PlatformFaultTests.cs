using CreditHub.Testing.Platforms;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>A platform in every bad mood at once: each healthy record arrives once, each refused one with code, field and message.</summary>
public sealed class PlatformFaultTests
{
    private const int Rows = 3_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_the_platform_does_every_healthy_record_arrives_once_and_every_refused_one_says_why()
    {
        await using var place = await CrashPlace.OpenAsync(chunkSize: 1_000, maxRecords: 100, timeoutSeconds: 1);
        var truth = place.Drop("a.csv", Rows);
        await place.SyncAsync(Ct);
        var faults = place.Platform.Faults;
        faults.Add(new(PlatformFaultKind.BadPacket) { Records = r => Ends(r, "77号") }); // one record spoils its whole packet, always
        foreach (var kind in (PlatformFaultKind[])
            [
                PlatformFaultKind.ServerError, PlatformFaultKind.ServerErrorAfter, PlatformFaultKind.LoseAnswer, PlatformFaultKind.CutAnswer,
                PlatformFaultKind.HangAfter, PlatformFaultKind.HtmlAnswer, PlatformFaultKind.MissingResult, PlatformFaultKind.ForeignResult,
                PlatformFaultKind.ResetBefore, PlatformFaultKind.Unauthorized, PlatformFaultKind.TooLarge,
            ])
        {
            faults.Add(new(kind) { Times = 1, Skip = 1 });
        }

        faults.Add(new(PlatformFaultKind.TooManyRequests) { Times = 2, Skip = 2, RetryAfter = "1" });
        faults.Add(new(PlatformFaultKind.Unavailable) { Times = 1, Skip = 3, RetryAfter = "1" });
        faults.Add(new(PlatformFaultKind.DelayedExecution) { Times = 1, Skip = 4, Delay = TimeSpan.FromMilliseconds(300) });
        faults.Add(new(PlatformFaultKind.RejectRecords) { Records = r => Ends(r, "33号"), Code = "E1203", Field = "CF_WSH", Message = "文书号已被占用" });
        await DeliverPatientlyAsync(place);

        await place.Judge.AssertSoundAsync(Ct);
        var played = place.Platform.Log.Select(l => l.Fault).Where(f => f is not null).ToHashSet();
        Assert.Equal(16, played.Count);
        Assert.Equal(0, await CountAsync(place, "state not in ('accepted', 'refused')"));
        Assert.Equal(truth.New, await CountAsync(place, "state = 'accepted'") + await CountAsync(place, "state = 'refused'"));
        Assert.Equal(truth.New - place.Platform.Holdings.Count, await CountAsync(place, "state = 'refused' and code <> '' and message <> ''"));
        Assert.Equal(await CountAsync(place, "code = 'E1203'"), await CountAsync(place, "code = 'E1203' and field = 'CF_WSH' and message = '文书号已被占用'"));
        Assert.InRange(await CountAsync(place, "code = 'E1203'"), 20, 30);
        Assert.InRange(await CountAsync(place, "code = 'BAD_PACKET'"), 20, 30);
        Assert.Equal(0, await place.Database.ScalarAsync<long>(
            "select count(*) from evidence.outbox o join evidence.version v using (record_id, version) where state = 'refused' and content->>'CF_WSH' !~ '(33|77)号$'", Ct));
    }

    [Fact]
    public async Task A_rate_limit_with_retry_after_is_waited_for()
    {
        await using var place = await CrashPlace.OpenAsync();
        place.Drop("a.csv", 200);
        await place.SyncAsync(Ct);
        place.Platform.Faults.Add(new(PlatformFaultKind.TooManyRequests) { Times = 1, RetryAfter = "3" });
        await place.DeliverAsync(Ct);
        var packets = place.Platform.Log.Where(l => l.Records > 0).ToList();
        Assert.Equal([429, 200], packets.Select(l => l.Status));
        Assert.True(packets[1].At - packets[0].At >= TimeSpan.FromSeconds(3));
        await place.Judge.AssertSoundAsync(Ct);
    }

    [Fact]
    public async Task A_platform_that_cannot_be_asked_for_receipts_takes_each_version_once_all_the_same()
    {
        await using var place = await CrashPlace.OpenAsync(maxRecords: 50, timeoutSeconds: 2);
        string province = Path.Combine(place.Config, "platforms", CrashPlace.PlatformName + ".json");
        File.WriteAllText(province, File.ReadAllText(province).Replace("\"timeoutSeconds\"", "\"paths\": { \"receipts\": \"\" }, \"timeoutSeconds\"", StringComparison.Ordinal));
        var truth = place.Drop("a.csv", 600);
        await place.SyncAsync(Ct);
        foreach (var kind in (PlatformFaultKind[])[PlatformFaultKind.LoseAnswer, PlatformFaultKind.CutAnswer, PlatformFaultKind.ServerErrorAfter, PlatformFaultKind.MissingResult])
        {
            place.Platform.Faults.Add(new(kind) { Times = 1, Skip = 1 });
        }

        await DeliverPatientlyAsync(place);
        await place.Judge.AssertSoundAsync(Ct);
        Assert.Equal(4, place.Platform.Log.Count(l => l.Fault is not null));
        Assert.Equal(truth.New, place.Platform.Counters.Published);
        Assert.DoesNotContain(place.Platform.Log, l => l.Path.Contains("receipts", StringComparison.Ordinal));
        Assert.Equal(place.Platform.Log.Count(l => l.Records > 0), await place.Database.ScalarAsync<long>("select count(*) from evidence.attempt", Ct));
    }

    /// <summary>The command gives up after some failures in a row and says so; a person starts it again.</summary>
    private static async Task DeliverPatientlyAsync(CrashPlace place)
    {
        for (int i = 0; i < 5; i++)
        {
            await using var worker = place.StartDelivery();
            if (await worker.EndAsync(Ct) == 0)
            {
                return;
            }
        }

        await place.DeliverAsync(Ct);
    }

    private static bool Ends(PlatformRecord record, string tail) => record["CF_WSH"]?.EndsWith(tail, StringComparison.Ordinal) == true;

    private static async Task<int> CountAsync(CrashPlace place, string where) =>
        (int)await place.Database.ScalarAsync<long>($"select count(*) from evidence.outbox where {where}", Ct);
}
