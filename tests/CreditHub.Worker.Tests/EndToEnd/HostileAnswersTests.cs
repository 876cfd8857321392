using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using CreditHub.Testing;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>
/// A platform that answers packets and questions about them with anything but a clear receipt: nothing becomes accepted or refused by it, nothing is followed, nothing
/// fills the memory, and once it answers clearly every record arrives once.
/// </summary>
public sealed class HostileAnswersTests
{
    private const string Stolen = "/stolen";

    private readonly Dictionary<string, string> _taken = [];
    private readonly List<string> _applied = [];
    private string _mode = "";
    private int _answered;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary><paramref name="also"/>: questions about packets are answered in the same way, not only packets.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_answer_that_is_no_clear_receipt_ends_a_record_and_a_clear_one_ends_each_once(bool also)
    {
        await using var server = await StubServer.StartAsync(ct: Ct);
        server.On("POST", "/oauth/token", StubAnswer.Json("""{"access_token":"t","token_type":"Bearer","expires_in":1800}"""))
            .On("GET", "/exchange/v1/limits", StubAnswer.Json("""{"maxRecords":20,"maxBytes":1000000,"requestsPerMinute":600000,"maxInFlight":4}"""))
            .On("POST", "/exchange/v1/SGS_XZCF/packets", Answer)
            .On("GET", "/exchange/v1/receipts/*", request => also ? Answer(request) : Honest(request.Path.Split('/')[^1], ""));
        await using var place = await CrashPlace.OpenAsync(timeoutSeconds: 1);
        string province = Path.Combine(place.Config, "platforms", CrashPlace.PlatformName + ".json");
        File.WriteAllText(province, File.ReadAllText(province).Replace(place.Platform.Address.ToString().TrimEnd('/'), server.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("\"retryCapSeconds\": 1", "\"retryCapSeconds\": 0.1", StringComparison.Ordinal));
        int rows = place.Drop("a.csv", 60).New;
        await place.SyncAsync(Ct);
        _mode = "html";
        await using var service = place.Start("run");
        foreach (string mode in (string[])["html", "empty", "another packet's", "doubled", "contradictory", "unknown words", "slow", "too long", "bomb", also ? "elsewhere" : "created", "elsewhere"])
        {
            int before = Volatile.Read(ref _answered);
            Volatile.Write(ref _mode, mode);
            await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref _answered) >= before + (mode is "created" or "elsewhere" ? 1 : 2)));
            string ended = await place.Database.ScalarAsync<string>("select coalesce(string_agg(distinct state, ' '), '') from evidence.outbox where state not in ('pending', 'sending', 'unknown', 'excluded')", Ct) ?? "";
            Assert.Equal((mode, "", 0L), (mode, ended, await place.Database.ScalarAsync<long>("select count(*) from evidence.placement", Ct)));
        }

        Volatile.Write(ref _mode, "honest");
        await Eventually.TrueAsync(async () => await place.Database.ScalarAsync<long>("select count(*) from evidence.outbox where state = 'accepted' and receipt_no = 'R' || packet_id", Ct) == rows);
        Assert.Equal((rows, rows), (_applied.Count, _applied.Distinct().Count()));
        Assert.DoesNotContain(server.Requests, r => r.Path == Stolen);
        Assert.Equal(0, await place.Database.ScalarAsync<long>("select count(*) from (select packet_id from evidence.attempt group by 1 having count(distinct body_sha256) > 1) x", Ct));
        Assert.False(service.HasExited);
    }

    private StubAnswer Answer(StubRequest request)
    {
        Interlocked.Increment(ref _answered);
        string mode = Volatile.Read(ref _mode);
        bool asked = request.Method == "GET";
        string id = asked ? request.Path.Split('/')[^1] : (string)JsonNode.Parse(request.Text)!["packetId"]!;
        string body = asked ? _taken.GetValueOrDefault(id, "") : request.Text;
        return mode switch
        {
            "honest" => Honest(id, body),
            "html" => StubAnswer.Text("<html><body>请登录</body></html>", contentType: "text/html"),
            "empty" => StubAnswer.Json(""),
            "another packet's" => StubAnswer.Json(Receipt(Guid.NewGuid().ToString(), body, "ACCEPTED")),
            "doubled" => StubAnswer.Json(Receipt(id, body, "ACCEPTED", "ACCEPTED")),
            "contradictory" => StubAnswer.Json(Receipt(id, body, "ACCEPTED", "REJECTED")),
            "unknown words" => StubAnswer.Json(Receipt(id, body, "OK")),
            "created" => StubAnswer.Json(Receipt(id, body, "ACCEPTED"), status: 201),
            "slow" => StubAnswer.Json(Receipt(id, body, "ACCEPTED")) with { Fault = StubFault.SlowBody, Delay = TimeSpan.FromMilliseconds(50) },
            "too long" => StubAnswer.Text(Receipt(id, body, "ACCEPTED") + new string(' ', 11 << 20)),
            "bomb" => StubAnswer.Bytes(Packed(Receipt(id, body, "ACCEPTED") + new string(' ', 9 << 20))).With("Content-Encoding", "gzip"),
            _ => StubAnswer.Empty(302).With("Location", Stolen),
        };
    }

    /// <summary>As the protocol wants it, only oddly dressed: as text, packed, by a clock of another year.</summary>
    private StubAnswer Honest(string id, string body)
    {
        if (body.Length == 0 && !_taken.TryGetValue(id, out body!))
        {
            return StubAnswer.Json("""{"code":"NOT_RECEIVED"}""", status: 404);
        }

        if (_taken.TryAdd(id, body))
        {
            _applied.AddRange(JsonNode.Parse(body)!["records"]!.AsArray().Select(r => (string)r!["recordId"]!));
        }

        return StubAnswer.Bytes(Packed(Receipt(id, body, "ACCEPTED")), "text/plain").With("Content-Encoding", "gzip").With("Date", "Fri, 31 Dec 1999 23:59:59 GMT");
    }

    private static string Receipt(string packetId, string packet, params string[] statuses)
    {
        var records = packet.Length == 0 ? [] : JsonNode.Parse(packet)!["records"]!.AsArray();
        var results = from record in records from status in statuses select new JsonObject { ["recordId"] = (string)record["recordId"]!, ["version"] = (int)record["version"]!, ["status"] = status };
        return new JsonObject { ["packetId"] = packetId, ["receiptNo"] = "R" + packetId, ["receivedAt"] = "1999-12-31T23:59:59+08:00", ["results"] = new JsonArray([.. results]) }.ToJsonString();
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
