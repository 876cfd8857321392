using System.Globalization;
using CreditHub.Connectors.Databases;
using CreditHub.Connectors.Decoders.Json;
using CreditHub.Connectors.Sources.DatabaseTable;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Connectors.Tests.Sources;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>A table behind a driver that is not built in, in a file of its own: row i has key i and was changed i seconds after the start. Faults are views in the table's place.</summary>
internal sealed class SqliteSupplier : ScriptedSupplier
{
    private const int Overlapping = 5;
    private readonly Directories _files = new();
    private readonly DatabaseConnections _connections = new();
    private int _size = 10;
    private bool _away;

    public SqliteSupplier() => SqliteDriver.Copy(_files.In("driver"));

    public override IPayloadDecoder Decoder { get; } = new JsonKind().Create("x", Decoded.Settings("""{"records":"$.rows"}"""));

    /// <summary>A file asks nobody who he is, and this driver does not wait.</summary>
    public override IReadOnlySet<SupplierFault> Faults { get; } =
        new HashSet<SupplierFault> { SupplierFault.Unreachable, SupplierFault.Cut, SupplierFault.WrongType, SupplierFault.HugeField, SupplierFault.Repeated };

    public override int Overlap => Overlapping + 1;

    public override Cursor? FromTheFuture => new Cursor("""{"v":1,"since":{"Type":"text","Text":"2126-11-20 08:55:00"},"id":{"Type":"number","Text":"1"}}""");

    public override ISource Open()
    {
        string secret = _files.Write("connection", _away ? $"Data Source={_files.In("nowhere", "front.db")};Mode=ReadOnly" : Connection, TimeProvider.System.GetUtcNow());
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new DatabaseTableKind(_files.Root, _connections, TimeProvider.System, NullLogger<DatabaseTableKind>.Instance).Create("land", Decoded.Settings(
            $$"""{"table":"t","mode":"changes","connection":"file:{{secret}}","id":"id","time":"gxsj","maxRowsPerPayload":{{_size}},"overlapSeconds":{{Overlapping}},{{SqliteDriver.Setting(_files.In("driver"))}}}"""));
    }

    public override Task HoldAsync(IReadOnlyList<int> numbers)
    {
        _size = Math.Max(10, numbers.Count / 20);
        string values = numbers.Count == 0 ? "select 0, 0 where 0" : "values " + string.Join(", ", numbers.Select((n, i) => string.Create(CultureInfo.InvariantCulture, $"({i + 1}, {n})")));
        Execute($"""
            create table t (id integer primary key, gxsj text not null, n int not null, 名称 text not null);
            with v(i, n) as ({values}) insert into t select i, datetime('2026-11-20 08:00:00', '+' || i || ' seconds'), n, '甲公司' from v;
            """);
        return Task.CompletedTask;
    }

    public override Task BreakAsync(SupplierFault fault)
    {
        _away = fault == SupplierFault.Unreachable;
        Execute(fault switch
        {
            SupplierFault.Cut => Behind("select id, gxsj, n, case when id = 15 then abs(-9223372036854775808) else 名称 end as 名称 from whole"),
            SupplierFault.Repeated => Behind("select * from whole union all select * from whole where id between 11 and 20"),
            SupplierFault.WrongType => Behind("select 1 as something, 'else' as altogether"),
            SupplierFault.HugeField => $"update t set 名称 = printf('%.*c', {HugeBytes}, 'a') where id = 15",
            SupplierFault.None when IsBehind() => "drop view t; alter table whole rename to t; update t set 名称 = '甲公司' where id = 15",
            SupplierFault.None => "update t set 名称 = '甲公司' where id = 15",
            _ => "select 1",
        });
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _connections.Dispose();
        SqliteConnection.ClearAllPools();
        _files.Dispose();
        return base.DisposeAsync();
    }

    private string Connection => "Data Source=" + _files.In("front.db");

    private static string Behind(string view) => $"alter table t rename to whole; create view t as {view}";

    private bool IsBehind() => Execute("select count(*) from sqlite_master where type = 'view'") is 1L;

    private object? Execute(string sql)
    {
        using var connection = new SqliteConnection(Connection);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
