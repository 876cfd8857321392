using CreditHub.Connectors.Databases;
using CreditHub.Connectors.Platforms.FrontDatabase;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing;
using CreditHub.Testing.Platforms;
using CreditHub.Testing.Platforms.Desks;
using Npgsql;

namespace CreditHub.Connectors.Tests.Platforms;

public sealed class FrontDatabaseTests : PlatformConformance
{
    private readonly DatabaseConnections _connections = new();
    private readonly string _variable = "CREDITHUB_TEST_FRONT_" + Guid.NewGuid().ToString("N");
    private TestDatabase _database = null!;
    private FakeFrontDatabase _front = null!;

    internal override IKind<IPlatform> Kind => new FrontDatabaseKind(_connections);

    protected override string Settings => $$"""{ "connection": "env:{{_variable}}", {{_front.Settings}} }""";

    protected override string Unreachable => Settings.Replace(_variable, _variable + "_GONE", StringComparison.Ordinal);

    protected override IReadOnlyList<string> Secrets => ["s3cret-password"];

    public override async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateEmptyAsync(Stop);
        _front = new FakeFrontDatabase(_database.Source, "front", new FakePlatformOptions());
        await _front.CreateAsync(Stop);
        Environment.SetEnvironmentVariable(_variable, _database.ConnectionString);
        Environment.SetEnvironmentVariable(_variable + "_GONE", "Host=127.0.0.1;Port=9;Username=hub;Password=s3cret-password;Database=x;Timeout=2");
    }

    public override async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(_variable, null);
        Environment.SetEnvironmentVariable(_variable + "_GONE", null);
        _connections.Dispose();
        await _front.DisposeAsync();
        await _database.DisposeAsync();
    }

    protected override void Play(PlatformPlay play)
    {
        _front.Judge.Faults.Clear();
        string constraint = play == PlatformPlay.RefusePacket ? "add constraint no check (rec_version < 3) not valid" : "drop constraint if exists no";
        _database.Source.CreateCommand($"alter table front.l_record {constraint}").ExecuteNonQuery();
        if (play == PlatformPlay.RejectSecond)
        {
            _front.Judge.Faults.Add(new(PlatformFaultKind.RejectRecords) { Records = r => r.RecordId == Id(1).ToString(), Code = Code });
        }
    }

    protected override Task JudgeAsync() => _front.JudgeAsync(Stop);

    protected override async Task<(IReadOnlyDictionary<string, int> Held, int Executed)> HeldAsync() =>
        (_front.Judge.Holdings.ToDictionary(h => h.Key, h => h.Value.Version), (int)await _database.ScalarAsync<long>("select count(*) from front.l_record", Stop));

    [Fact]
    public async Task A_row_carries_its_record_and_all_technical_columns()
    {
        var delivery = Delivery();
        var platform = Fresh();

        var answer = await platform.SendAsync(platform.Compose(delivery), Stop);

        Assert.All(answer.Results!, r => Assert.Equal(RecordStatus.Pending, r.Status));
        Assert.Equal(TimeSpan.FromSeconds(60), answer.RetryAfter);
        string row = $"'{delivery.PacketId}|{Id(0)}|1|I|2026-11-20 09:00:00.007|411000|SGS_XZCF|2019'";
        Assert.True(await _database.ScalarAsync<bool>($"select concat_ws('|', batch_id, rec_id, rec_version, oper, ts, sender, dataset, edition) = {row} and content is not null and hash is not null from front.l_record where rec_version = 1", Stop));
        Assert.Equal("D|REPAIR", await _database.ScalarAsync<string>("select concat_ws('|', oper, reason, hash, content) from front.l_record where rec_version = 2", Stop));
        Assert.Equal("U", await _database.ScalarAsync<string>("select oper from front.l_record where rec_version = 3", Stop));
    }

    [Fact]
    public async Task Fields_go_to_their_columns_as_their_types()
    {
        await _database.ExecuteAsync("""
            create table front."L_Xzcf" (packet_id text, record_id text, record_version int, op text, wsh text, "Day" date, fk numeric(10, 2), unique (packet_id, record_id, record_version))
            """, Stop);
        var platform = Fresh($$"""
            { "connection": "env:{{_variable}}", "technical": { "operation": "op" }, "operations": { "insert": "新", "update": "新", "delete": "撤" },
              "tables": { "SGS_XZCF": { "table": "front.L_Xzcf", "columns": { "CF_WSH": "wsh", "CF_JDRQ": "Day", "CF_NR_FK": "fk" }, "dates": ["CF_JDRQ"], "numbers": ["CF_NR_FK"] } } }
            """);

        var answer = await platform.SendAsync(platform.Compose(Delivery()), Stop);

        Assert.All(answer.Results!, r => Assert.Equal(RecordStatus.Accepted, r.Status));
        Assert.Equal("新|文号<0>&\"，|2026-11-01|0.10", await _database.ScalarAsync<string>("select concat_ws('|', op, wsh, \"Day\", fk) from front.\"L_Xzcf\" where record_version = 1", Stop));
        Assert.Equal("撤", await _database.ScalarAsync<string>("select concat_ws('|', op, wsh, \"Day\", fk) from front.\"L_Xzcf\" where record_version = 2", Stop));
        var other = await platform.SendAsync(platform.Compose(Delivery() with { Dataset = "NSXY_A" }), Stop);
        Assert.Equal(AnswerKind.DatasetRefused, other.Kind);
    }

    [Theory]
    [InlineData("alter table front.l_record drop column err_code", AnswerKind.DatasetRefused)]
    [InlineData("drop table front.l_record", AnswerKind.DatasetRefused)]
    [InlineData("alter table front.l_record alter column content type varchar(20)", AnswerKind.PacketRefused)]
    [InlineData("alter table front.l_record alter column rec_version type bigint using rec_version, add constraint no check (sender <> '411000')", AnswerKind.PacketRefused)]
    public async Task What_the_database_refuses_is_told_apart(string change, AnswerKind kind)
    {
        await _database.ExecuteAsync(change, Stop);
        var platform = Fresh();

        var answer = await platform.SendAsync(platform.Compose(Delivery()), Stop);

        Assert.Equal(kind, answer.Kind);
        Assert.Contains("SQLSTATE", answer.OperatorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, answer.OperatorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_nobody_explained_is_no_answer()
    {
        var delivery = Delivery();
        var platform = Fresh();
        await platform.SendAsync(platform.Compose(delivery), Stop);
        await _database.ExecuteAsync("update front.l_record set status = case rec_version when 1 then '1' when 2 then '7' end", Stop);

        var answer = await ((IReceiptLookup)platform).FindAsync(delivery, Stop);

        Assert.Equal([(Id(0), RecordStatus.Accepted), (Id(2), RecordStatus.Pending)], answer.Results!.OrderBy(r => r.Version).Select(r => (r.Id, r.Status)));
        Assert.Contains("statuses", answer.OperatorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_that_was_committed_after_we_gave_up_is_found_by_the_repeat()
    {
        // an earlier attempt holds the packet's rows uncommitted while the repeat writes the same ones
        var delivery = Delivery(count: 1);
        var platform = Fresh();
        await using var earlier = await _database.Source.OpenConnectionAsync(Stop);
        await using var transaction = await earlier.BeginTransactionAsync(Stop);
        await using (var insert = new NpgsqlCommand(
            $"insert into front.l_record (batch_id, rec_id, rec_version, oper, ts, sender, dataset, edition, content) values ('{delivery.PacketId}', '{Id(0)}', 1, 'I', now(), '411000', 'SGS_XZCF', '2019', '1')", earlier, transaction))
        {
            await insert.ExecuteNonQueryAsync(Stop);
        }

        var repeat = platform.SendAsync(platform.Compose(delivery), Stop);
        await Eventually.TrueAsync(async () => await _database.ScalarAsync<bool>("select exists (select 1 from pg_locks where not granted)", Stop));
        await transaction.CommitAsync(Stop);

        Assert.Equal((AnswerKind.Answered, RecordStatus.Pending), ((await repeat) is var answer ? answer.Kind : default, answer.Results!.Single().Status));
        Assert.Equal(1, await _database.ScalarAsync<long>("select count(*) from front.l_record", Stop));
    }

    [Fact]
    public async Task Another_body_under_the_same_packet_id_needs_a_person()
    {
        var delivery = Delivery();
        var platform = Fresh();
        await platform.SendAsync(platform.Compose(delivery), Stop);

        Assert.Equal(AnswerKind.Config, (await platform.SendAsync(platform.Compose(Delivery(delivery.PacketId, 2)), Stop)).Kind);
    }

    [Fact]
    public async Task A_connection_ended_before_the_commit_leaves_nothing_and_the_next_one_works()
    {
        await _database.ExecuteAsync("create function front.die() returns trigger language plpgsql as 'begin perform pg_terminate_backend(pg_backend_pid()); return new; end'; create trigger die before insert on front.l_record for each row execute function front.die()", Stop);
        var platform = Fresh();
        var delivery = Delivery();

        Assert.Equal(AnswerKind.Transient, (await platform.SendAsync(platform.Compose(delivery), Stop)).Kind);
        await _database.ExecuteAsync("drop trigger die on front.l_record", Stop);
        Assert.Equal(0, await _database.ScalarAsync<long>("select count(*) from front.l_record", Stop));
        Assert.Equal(AnswerKind.Answered, (await platform.SendAsync(platform.Compose(delivery), Stop)).Kind);
    }

    [Fact]
    public async Task A_driver_from_a_directory_does_the_same()
    {
        string directory = Path.GetDirectoryName(typeof(NpgsqlConnection).Assembly.Location)!;
        var own = Directory.CreateTempSubdirectory("credithub-driver-");
        try
        {
            File.Copy(Path.Combine(directory, "Npgsql.dll"), Path.Combine(own.FullName, "Npgsql.dll"));
            File.SetUnixFileMode(Path.Combine(own.FullName, "Npgsql.dll"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            string driver = $$"""{ "driver": { "directory": "{{own.FullName}}", "assembly": "Npgsql.dll", "factory": "Npgsql.NpgsqlFactory" }, """;
            var platform = Fresh(driver + Settings.TrimStart()[1..]);
            var delivery = Delivery();

            await platform.SendAsync(platform.Compose(delivery), Stop);
            await JudgeAsync();

            Assert.All((await ((IReceiptLookup)platform).FindAsync(delivery, Stop)).Results!, r => Assert.Equal(RecordStatus.Accepted, r.Status));
            File.SetUnixFileMode(Path.Combine(own.FullName, "Npgsql.dll"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
            Assert.Contains(Kind.Validate(Decoded.Settings(driver + Settings.TrimStart()[1..])), f => f.Path == "$.driver.assembly");
        }
        finally
        {
            own.Delete(recursive: true);
        }
    }

    [Fact]
    public void Names_that_could_be_sql_are_refused()
    {
        var findings = Kind.Validate(Decoded.Settings($$"""
            { "connection": "Host=x;Password=s3cret-password", "technical": { "operation": "o\"p", "status": "o p", "packet": "a", "record": "a" }, "statuses": { "1": "YES" },
              "tables": { "*": { "table": "a;drop table b", "columns": { "F": "x\"y", "G": "a", "H": "a" }, "dates": ["Z"] } } }
            """));

        Assert.Equal(
            ["$.connection", "$.statuses", "$.tables.*.columns", "$.tables.*.dates", "$.tables.*.table", "$.technical.operation", "$.technical.record", "$.technical.status"],
            findings.Select(f => f.Path.Split(" ")[0]).Distinct().Where(p => p != "$.tables.*").Order(StringComparer.Ordinal));
        Assert.DoesNotContain(findings, f => f.ToString().Contains("s3cret", StringComparison.Ordinal));
    }
}
