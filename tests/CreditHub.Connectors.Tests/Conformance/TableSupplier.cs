using System.Globalization;
using CreditHub.Connectors.Databases;
using CreditHub.Connectors.Decoders.Json;
using CreditHub.Connectors.Sources.DatabaseQuery;
using CreditHub.Connectors.Sources.DatabaseTable;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Connectors.Tests.Sources;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>A table of a real PostgreSQL: row i has key i and was changed i seconds after the start. Faults are views in the table's place.</summary>
internal sealed class TableSupplier : ScriptedSupplier
{
    private const int Overlapping = 5;
    private static int _count;
    private readonly string _table = "t" + Interlocked.Increment(ref _count);
    private readonly Directories _files = new();
    private readonly DatabaseConnections _connections = new();
    private readonly TableSupplierShape _shape;
    private readonly TestDatabase _database;
    private string _connection;
    private int _size = 10;

    public TableSupplier(TableSupplierShape shape, TestDatabase database)
    {
        (_shape, _database, _connection) = (shape, database, database.ConnectionString);
        if (shape.Mode != "mark")
        {
            Faults = new HashSet<SupplierFault>(Faults) { SupplierFault.Cut, SupplierFault.Repeated, SupplierFault.Slow };
        }
    }

    public override IPayloadDecoder Decoder { get; } = new JsonKind().Create("x", Decoded.Settings("""{"records":"$.rows"}"""));

    /// <summary>A view cannot be marked: there the other faults.</summary>
    public override IReadOnlySet<SupplierFault> Faults { get; } =
        new HashSet<SupplierFault> { SupplierFault.Unreachable, SupplierFault.Unauthorised, SupplierFault.WrongType, SupplierFault.HugeField };

    public override int Overlap => _shape.Overlap;

    public override Cursor? FromTheFuture => _shape.HasCursor
        ? new Cursor("""{"v":1,"since":{"Type":"timestamp","Text":"2126-11-20T08:55:00"},"id":{"Type":"number","Text":"1"}}""")
        : null;

    public override ISource Open()
    {
        string secret = _files.Write("connection", _connection, TimeProvider.System.GetUtcNow());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        string read = $$""" "connection":"file:{{secret}}","id":"id","time":"gxsj","timeoutSeconds":30,"maxRowsPerPayload":{{(_shape.Mode == "snapshot" ? 100_000 : _size)}},"overlapSeconds":{{Overlapping}} """;
        if (_shape.Query)
        {
            _files.Write("queries/q.sql", $"select id, gxsj, n, 名称 from {_table} where gxsj > @since or (gxsj = @since and id > @sinceId) order by gxsj, id limit @limit", TimeProvider.System.GetUtcNow());
            return new DatabaseQueryKind(_files.Root, new QueryFolder(_files.In("queries")), _connections, TimeProvider.System)
                .Create("land", Decoded.Settings($$"""{"query":"q.sql","since":{"type":"timestamp","start":"1900-01-01T00:00:00"},"sinceId":{"type":"number","start":"0"},{{read}}}"""));
        }

        string mark = _shape.Mode == "mark" ? ""","mark":{"column":"zt","pending":"0","taken":"1"}""" : "";
        return new DatabaseTableKind(_files.Root, _connections, TimeProvider.System, NullLogger<DatabaseTableKind>.Instance)
            .Create("land", Decoded.Settings($$"""{"table":"{{_table}}","mode":"{{_shape.Mode}}"{{mark}},{{read}}}"""));
    }

    public override async Task HoldAsync(IReadOnlyList<int> numbers)
    {
        _size = Math.Max(10, numbers.Count / 20);
        await MakeAsync(_table);
        string values = string.Join(", ", numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));
        await _database.ExecuteAsync(
            $"insert into {_table} select i, timestamp '2026-11-20 08:00' + make_interval(secs => i), n, '甲公司' from unnest(array[{values}]::int[]) with ordinality v (n, i)", TestContext.Current.CancellationToken);
    }

    public override Task BreakAsync(SupplierFault fault)
    {
        _connection = fault switch
        {
            SupplierFault.Unreachable => "Host=127.0.0.1;Port=9;Username=nobody;Database=nothing;Timeout=5",
            SupplierFault.Unauthorised => new Npgsql.NpgsqlConnectionStringBuilder(_database.ConnectionString) { Username = "nobody_we_know", Password = "made-up" }.ConnectionString,
            _ => _database.ConnectionString,
        };
        return _database.ExecuteAsync(Script(fault), TestContext.Current.CancellationToken);
    }

    public override ValueTask DisposeAsync()
    {
        _connections.Dispose();
        _files.Dispose();
        return base.DisposeAsync();
    }

    private string Script(SupplierFault fault) => fault switch
    {
        SupplierFault.Cut => Behind($"select id, gxsj, n, case when id = 15 then cut_off() else 名称 end as 名称, zt from {_table}_whole", """
            create or replace function cut_off() returns text language plpgsql as $$ begin raise exception 'gone' using errcode = '08006'; end $$;
            """),
        SupplierFault.Slow => Behind($"select id, gxsj, n, 名称 || pg_sleep(30)::text as 名称, zt from {_table}_whole", ""),
        SupplierFault.Repeated => Behind($"select * from {_table}_whole union all select * from {_table}_whole where id between 11 and 20", ""),
        SupplierFault.WrongType => Behind("select 1 as something, 'else' as altogether", ""),
        SupplierFault.HugeField => $"update {_table} set 名称 = repeat('a', {HugeBytes}) where id = 15",
        SupplierFault.None => $"""
            do $$ begin
              if to_regclass('{_table}_whole') is not null then drop view if exists {_table}; alter table {_table}_whole rename to {_table}; end if;
            end $$;
            update {_table} set 名称 = '甲公司' where id = 15
            """,
        _ => "select 1",
    };

    private string Behind(string view, string before) => $"{before} alter table {_table} rename to {_table}_whole; create view {_table} as {view}";

    private Task MakeAsync(string table) => _database.ExecuteAsync(
        $"create table {table} (id bigint primary key, gxsj timestamp not null, n int not null, 名称 text not null, zt text default '0')", TestContext.Current.CancellationToken);
}
