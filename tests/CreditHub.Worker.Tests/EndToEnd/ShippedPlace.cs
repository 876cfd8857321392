using System.Text.Json.Nodes;
using CreditHub.Testing;
using CreditHub.Testing.Platforms;
using CreditHub.Testing.Platforms.Desks;
using CreditHub.Testing.Suppliers;
using CreditHub.Testing.Truth;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>
/// A hub with every platform file that is shipped, switched on, each with a strict platform of its kind behind it: two feeds of made-up records, real worker processes.
/// Only addresses and pace differ from what is shipped.
/// </summary>
internal sealed class ShippedPlace : IAsyncDisposable
{
    private static readonly Dictionary<string, string> s_exchange = new()
    {
        ["province"] = "PROVINCE", ["nation"] = "NATION", ["city-credit-site"] = "CITY", ["joint-system"] = "JOINT",
    };

    private readonly string _root = Path.Combine(Path.GetTempPath(), $"ch-{Guid.NewGuid():N}"[..12]);
    private readonly Dictionary<string, string> _environment = [];
    private readonly Dictionary<string, FakePlatform> _exchanges = [];
    private readonly List<WorkerProcess> _workers = [];
    private readonly CancellationTokenSource _stop = new();
    private FakeSoapDesk _soap = null!;
    private FakeFrontDatabase _hall = null!;
    private FakePacketDirectory _site = null!;
    private FakePacketDirectory _county = null!;
    private SshServer? _ssh;
    private Task _desks = Task.CompletedTask;

    public TestDatabase Database { get; private set; } = null!;

    /// <summary>The front-end machine of the hall and of one county.</summary>
    public TestDatabase Front { get; private set; } = null!;

    /// <summary>Names of all platform files.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Path.Combine(CrashConfig.Shipped, "platforms"), "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    private string Config => Path.Combine(_root, "config");

    private string Data => Path.Combine(_root, "data");

    public static async Task<ShippedPlace> OpenAsync(int rows)
    {
        var place = new ShippedPlace();
        place.Database = await TestDatabase.CreateAsync();
        place.Front = await TestDatabase.CreateAsync();
        place._ssh = SshServer.IsInstalled ? await SshServer.StartAsync() : null;
        place.CopyConfig();
        foreach (var (name, variable) in s_exchange)
        {
            place._exchanges[name] = await FakePlatform.StartAsync(place.Options(name));
            place.Set($"CREDITHUB_{variable}_ADDRESS", place._exchanges[name].Address.ToString().TrimEnd('/'));
            place.Set($"CREDITHUB_{variable}_ID", "hub");
            place.Set($"CREDITHUB_{variable}_SECRET", place._exchanges[name].Options.ClientSecret);
        }

        await place.OpenDesksAsync();
        place.DropFeeds(rows);
        return place;
    }

    public WorkerProcess Start(params string[] words)
    {
        var worker = new WorkerProcess(_environment, words);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Runs a command to its end, while the other sides are at work; says what is still owed when it takes too long.</summary>
    public async Task DoneAsync(CancellationToken ct, params string[] words)
    {
        var worker = Start(words);
        var ended = CrashPlace.DoneAsync(worker, ct);
        if (await Task.WhenAny(ended, _desks, Task.Delay(TimeSpan.FromMinutes(1), ct)) != ended)
        {
            await (_desks.IsFaulted ? _desks : Task.CompletedTask);
            Assert.Fail(worker.Said + await Database.ScalarAsync<string>(
                "select string_agg(distinct concat_ws(' ', platform, dataset, operation, state, reason, receipt_no), E'\n') from evidence.outbox where state in ('pending', 'sending', 'unknown')", ct));
        }

        await ended;
    }

    /// <summary>What a platform holds: record id → PUBLISHED or WITHDRAWN.</summary>
    public async Task<IReadOnlyDictionary<string, string>> HeldAsync(string name, CancellationToken ct) => name switch
    {
        "government-hall" => States(_hall.Judge.Holdings),
        "city-site" => States(_site.Judge.Holdings),
        "county-yuzhou" => States(_county.Judge.Holdings),
        "enterprise-publicity" => States(_soap.Judge.Holdings),
        "county-changge" => (await Front.ScalarAsync<string[]>(
            "select array_agg(distinct on_id) from (select distinct on (dsc_biz_record_id) dsc_biz_record_id || ' ' || dsc_biz_operation as on_id from front.dsc_xzcf order by dsc_biz_record_id, dsc_biz_version desc) x", ct) ?? [])
            .ToDictionary(r => r[..64], r => r[^1] == 'D' ? "WITHDRAWN" : "PUBLISHED"),
        _ => States(_exchanges[name].Holdings),
    };

    /// <summary>From now on, or (false) not any more, packets and rows are executed by those who answer at once, and no answer comes.</summary>
    public void Hang(bool hangs)
    {
        foreach (var faults in _exchanges.Values.Select(e => e.Faults).Append(_soap.Judge.Faults))
        {
            faults.Clear();
            if (hangs)
            {
                faults.Add(new PlatformFault(PlatformFaultKind.HangAfter));
            }
        }
    }

    /// <summary>Packets and rows that were executed without an answer, at the one who got the fewest.</summary>
    public int LeastHanging => _exchanges.Values.Select(e => e.Log.Count(l => l.Fault == nameof(PlatformFaultKind.HangAfter))).Append(_soap.Hangs).Min();

    /// <summary>Versions that changed what a platform holds, more than once.</summary>
    public async Task<int> DoubledAsync(string name, CancellationToken ct) => name == "county-changge"
        ? (int)await Front.ScalarAsync<long>("select count(*) - count(distinct (dsc_biz_record_id, dsc_biz_version)) from front.dsc_xzcf", ct)
        : LogOf(name).SelectMany(l => l.Decisions).Where(d => d.Changed).GroupBy(d => (d.RecordId, d.Version)).Count(g => g.Count() > 1);

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }

        await _stop.CancelAsync();
        await _desks.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var exchange in _exchanges.Values)
        {
            await exchange.DisposeAsync();
        }

        await (_ssh?.DisposeAsync() ?? default);
        await _soap.DisposeAsync();
        await _hall.DisposeAsync();
        _site.Dispose();
        _county.Dispose();
        await Database.DisposeAsync();
        await Front.DisposeAsync();
        _stop.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private static Dictionary<string, string> States(IReadOnlyDictionary<string, PlatformHolding> held) => held.ToDictionary(h => h.Key, h => h.Value.State);

    private IReadOnlyList<PlatformRequest> LogOf(string name) => name switch
    {
        "government-hall" => _hall.Judge.Log,
        "city-site" => _site.Judge.Log,
        "county-yuzhou" => _county.Judge.Log,
        "enterprise-publicity" => _soap.Judge.Log,
        _ => _exchanges[name].Log,
    };

    private void Set(string variable, string value) => _environment[variable] = value;

    /// <summary>Takes the datasets of the file and checks every field against the catalog.</summary>
    private FakePlatformOptions Options(string name)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(CrashConfig.Shipped, "platforms", name + ".json")))!;
        string[] datasets = [.. file["datasets"]!.AsArray().Select(d => (string)d!)];
        return new FakePlatformOptions
        {
            ConfigDirectory = CrashConfig.Shipped, Publishes = (bool)file["publishes"]!, Datasets = datasets.Contains("*") ? null : datasets.ToHashSet(), Limits = new(50, 2 << 20, 60_000, 4),
        };
    }

    private async Task OpenDesksAsync()
    {
        Set("CREDITHUB_CONFIG", Config);
        Set("CREDITHUB_DATA", Data);
        Set("CREDITHUB_DATABASE", Database.ConnectionString);
        Set("CREDITHUB__ADMIN__PORT", "0");
        _soap = await FakeSoapDesk.StartAsync("made-up-token", new FakePlatformOptions(), methods: new HashSet<string> { "importPermissionXml", "importPenaltyXml", "importRowXml" });
        Set("CREDITHUB_PUBLICITY_ADDRESS", _soap.Address.ToString());
        Set("CREDITHUB_PUBLICITY_TOKEN", "made-up-token");
        _hall = new FakeFrontDatabase(Front.Source, "front", Options("government-hall"));
        await _hall.CreateAsync();
        await Front.ExecuteAsync(CountyTables);
        Set("CREDITHUB_HALL_DATABASE", Front.ConnectionString);
        Set("CREDITHUB_CHANGGE_DATABASE", Front.ConnectionString);
        _site = new FakePacketDirectory(SiteDirectory, Path.Combine(_root, "nobody-reads"), Options("city-site"));
        _county = new FakePacketDirectory(Path.Combine(Data, "outbox", "yuzhou"), Path.Combine(Data, "outbox", "yuzhou-feedback"), Options("county-yuzhou"));
        _desks = JudgeAsync(_stop.Token);
    }

    /// <summary>The other sides' programs, which look now and then.</summary>
    private async Task JudgeAsync(CancellationToken ct)
    {
        while (true)
        {
            _site.JudgeAll();
            _county.JudgeAll();
            await _hall.JudgeAsync(ct);
            await Task.Delay(50, ct);
        }
    }

    private void DropFeeds(int rows)
    {
        string inbox = Path.Combine(Data, "inbox", CrashPlace.Connector), part = Path.Combine(_root, "penalties.part");
        Directory.CreateDirectory(inbox);
        PenaltyFile.Write(part, rows);
        File.WriteAllLines(Path.Combine(inbox, "a.csv"), WithCounties(File.ReadAllLines(part)));
        var layout = FeedLayout.Load(CrashConfig.Shipped).Single(l => l.Name == "statistics-lists");
        var truth = FeedGenerator.Make(layout, new FeedPlan { Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(8)), Good = 20, BadOfEach = 0 });
        string directory = Directory.CreateDirectory(InboxSupplier.Inbox(layout, Data)).FullName;
        InboxSupplier.Drop(layout, FeedFile.Write(layout, truth), directory, "1");
    }

    /// <summary>Every third penalty is one of each county's authority.</summary>
    private static IEnumerable<string> WithCounties(string[] lines)
    {
        int place = Array.IndexOf(lines[0].Split(','), "CF_CFJGDM");
        string old = lines[1].Split(',')[place];
        string[] counties = [MadeUpNumbers.Uscc(1, "11", "411081"), MadeUpNumbers.Uscc(2, "11", "411082")];
        return lines.Select((line, i) => i > 0 && i % 3 < 2 ? line.Replace(old, counties[i % 3], StringComparison.Ordinal) : line);
    }

    private string SiteDirectory => _ssh is null ? Path.Combine(Data, "outbox", "city-site") : Path.Combine(_ssh.Home, "city-site");

    private void CopyConfig()
    {
        string config = Config;
        CrashConfig.CopyCatalog(config);
        string connectors = Directory.CreateDirectory(Path.Combine(config, "connectors")).FullName, platforms = Directory.CreateDirectory(Path.Combine(config, "platforms")).FullName;
        File.WriteAllText(Path.Combine(connectors, CrashPlace.Connector + ".json"), CrashConfig.PenaltyConnector(chunkSize: 500, "UTF-8"));
        Edit("connectors", "statistics-lists", connectors, file => file["source"]!["stableSeconds"] = 0);
        foreach (string name in Names)
        {
            Edit("platforms", name, platforms, file =>
            {
                file["enabled"] = true;
                (file["retrySeconds"], file["retryCapSeconds"]) = (0.05, 1);
                file["limits"]!["requestsPerMinute"] = 60_000;
                if (file["settings"]!["askSeconds"] is not null)
                {
                    file["settings"]!["askSeconds"] = 1;
                }

                if (name == "city-site" && _ssh is not null)
                {
                    // one of the two that take files takes them by a server
                    file["settings"]!["directory"] = Directory.CreateDirectory(SiteDirectory).FullName;
                    file["settings"]!["server"] = new JsonObject { ["kind"] = "Sftp", ["host"] = "127.0.0.1", ["port"] = _ssh.Port, ["user"] = _ssh.User, ["hostKey"] = _ssh.HostKey, ["privateKey"] = "file:" + _ssh.PrivateKey };
                }
            });
        }
    }

    private static void Edit(string area, string name, string directory, Action<JsonNode> edit)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(CrashConfig.Shipped, area, name + ".json")))!;
        edit(file);
        File.WriteAllText(Path.Combine(directory, name + ".json"), file.ToJsonString());
    }

    /// <summary>The tables of the county's front-end machine, and its program: a row without its subject or its number is refused.</summary>
    private const string CountyTables = """
        create table front.dsc_xzcf (
          dsc_packet_id varchar(36) not null, dsc_biz_record_id char(64) not null, dsc_biz_version int not null, dsc_biz_operation varchar(1) not null check (dsc_biz_operation in ('I', 'U', 'D')),
          dsc_biz_reason varchar(20), dsc_biz_timestamp timestamp not null, dsc_hash_unique char(64), dsc_city char(6) not null, dsc_content text, dsc_status varchar(1), dsc_error varchar(400),
          xdr_mc varchar(200), xdr_shxym char(18), wsh varchar(128), wfxw varchar(4000), nr varchar(4000), fk numeric(20, 6), jdrq date, jg varchar(200), jgdm char(18) check (jgdm like '11411082%'),
          unique (dsc_packet_id, dsc_biz_record_id), check ((dsc_biz_operation = 'D') = (dsc_biz_reason is not null)), check ((dsc_biz_operation = 'D') = (wsh is null)));
        create table front.dsc_xzxk (
          dsc_packet_id varchar(36) not null, dsc_biz_record_id char(64) not null, dsc_biz_version int not null, dsc_biz_operation varchar(1) not null, dsc_biz_reason varchar(20),
          dsc_biz_timestamp timestamp not null, dsc_hash_unique char(64), dsc_city char(6) not null, dsc_content text, dsc_status varchar(1), dsc_error varchar(400),
          xdr_mc varchar(200), xdr_shxym char(18), wsh varchar(128), nr varchar(4000), jdrq date, jg varchar(200), jgdm char(18));
        create function front.judge() returns trigger language plpgsql as $$ begin
          new.dsc_status := case when new.dsc_biz_operation = 'D' or (new.xdr_mc is not null and new.jdrq is not null) then '1' else '2' end;
          new.dsc_error := case when new.dsc_status = '2' then 'E1002 缺少必填项' end;
          return new;
        end $$;
        create trigger judge before insert on front.dsc_xzcf for each row execute function front.judge();
        """;
}
