using System.Data.Common;
using CreditHub.Connectors.Databases;
using CreditHub.Connectors.Sources.DatabaseTable;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreditHub.Connectors.Tests.Sources;

/// <summary>A driver that is not built in: SQLite's, loaded from a directory of its own.</summary>
public sealed class OtherDriverTests : IDisposable
{
    private readonly Directories _files = new();
    private readonly DatabaseConnections _connections = new();
    private readonly string _variable = "CREDITHUB_TEST_SQLITE_" + Guid.NewGuid().ToString("N");

    public OtherDriverTests()
    {
        SqliteDriver.Copy(_files.In("driver"));
        Environment.SetEnvironmentVariable(_variable, "Data Source=" + _files.In("front.db"));
        using var connection = new SqliteConnection("Data Source=" + _files.In("front.db"));
        connection.Open();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = """
            create table "t" (id integer primary key, gxsj text, op text, x text, flag integer default 0);
            with recursive n(i) as (select 1 union all select i + 1 from n where i < 95)
            insert into t select i, datetime('2026-11-20 09:00:00', '+' || i || ' minutes'), 'I', 'row ' || i, 0 from n;
            """;
        command.ExecuteNonQuery();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(_variable, null);
        _connections.Dispose();
        SqliteConnection.ClearAllPools();
        _files.Dispose();
    }

    [Fact]
    public async Task Changes_snapshots_and_marks_work_with_it_too()
    {
        var changes = await DatabaseTableTests.TakeAsync(Table("changes", ",\"maxRowsPerPayload\":10,\"overlapSeconds\":120"), Cursor.Start);
        Assert.Equal(Enumerable.Range(1, 95), changes.Ids);
        Assert.Equal([93, 94, 95], (await DatabaseTableTests.TakeAsync(Table("changes", ",\"overlapSeconds\":120"), changes.Cursors[^1])).Ids);
        Assert.Equal(95, (await DatabaseTableTests.TakeAsync(Table("snapshot"), Cursor.Start)).Ids.Count);

        const string mark = ",\"mark\":{\"column\":\"flag\",\"pending\":\"0\",\"taken\":\"1\",\"type\":\"number\"}";
        Assert.Equal(95, (await DatabaseTableTests.TakeAsync(Table("mark", mark), Cursor.Start, settle: true)).Ids.Count);
        Assert.Empty((await DatabaseTableTests.TakeAsync(Table("mark", mark), Cursor.Start)).Ids);
    }

    [Theory]
    [InlineData("gone", "")]
    [InlineData("t", ",\"columns\":[\"id\",\"gxsj\",\"gone\"]")]
    public async Task A_missing_table_or_column_needs_a_person(string table, string more)
    {
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => Table("changes", more, table).TryAsync(Stop));

        Assert.Equal(FailureKind.Config, failed.Kind);
    }

    [Theory]
    [InlineData("../driver/Microsoft.Data.Sqlite.dll"), InlineData("absent.dll")]
    public void A_driver_that_is_no_file_of_its_directory_is_a_finding(string assembly) =>
        Assert.Contains(Kind().Validate(Decoded.Settings(Settings("changes", "", "t").Replace("Microsoft.Data.Sqlite.dll", assembly, StringComparison.Ordinal))), f => f.Path == "$.driver.assembly");

    private DatabaseTableKind Kind() => new(_files.Root, _connections, TimeProvider.System, NullLogger<DatabaseTableKind>.Instance);

    private Pipelines.Ports.ISource Table(string mode, string more = "", string table = "t") => Kind().Create("front", Decoded.Settings(Settings(mode, more, table)));

    private string Settings(string mode, string more, string table) => $$"""
        {"connection":"env:{{_variable}}","table":"{{table}}","mode":"{{mode}}","id":"id","time":"gxsj"{{more}},
         {{SqliteDriver.Setting(_files.In("driver"))}} }
        """;
}
