using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace CreditHub.Testing.Platforms.Desks;

/// <summary>
/// The program behind a front table: makes the table as the other side would, reads rows nobody judged, checks every technical column, and writes its word beside
/// each row. The schema is its own, so that several can share a database.
/// </summary>
public sealed class FakeFrontDatabase(NpgsqlDataSource database, string schema, FakePlatformOptions options) : IAsyncDisposable
{
    public PlatformJudge Judge { get; } = new(options);

    /// <summary>The settings of the kind that fit this table, without the connection.</summary>
    public string Settings => $$"""
        "tables": { "*": { "table": "{{schema}}.l_record" } },
        "technical": { "packet": "batch_id", "record": "rec_id", "version": "rec_version", "operation": "oper", "reason": "reason", "time": "ts", "hash": "hash", "sender": "sender",
          "dataset": "dataset", "edition": "edition", "content": "content", "status": "status", "code": "err_code", "field": "err_field", "message": "err_text" }
        """;

    public Task CreateAsync(CancellationToken ct = default) => ExecuteAsync($"""
        create schema if not exists {schema};
        create table if not exists {schema}.l_record (
          batch_id varchar(36) not null, rec_id char(64) not null, rec_version int not null, oper varchar(1) not null check (oper in ('I', 'U', 'D')),
          reason varchar(20), ts timestamp not null, hash char(64), sender char(6) not null, dataset varchar(40) not null, edition varchar(10) not null, content text,
          status varchar(1), err_code varchar(20), err_field varchar(60), err_text varchar(200),
          unique (batch_id, rec_id, rec_version), check ((oper = 'D') = (content is null)), check ((oper = 'D') = (reason is not null)));
        """, ct);

    /// <summary>Judges what is there now. Returns the rows it judged.</summary>
    public async Task<int> JudgeAsync(CancellationToken ct = default)
    {
        var rows = await ReadAsync(ct);
        foreach (var packet in rows.GroupBy(r => r.Packet))
        {
            await JudgeAsync([.. packet], ct);
        }

        return rows.Count;
    }

    public ValueTask DisposeAsync()
    {
        Judge.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task JudgeAsync(List<Row> rows, CancellationToken ct)
    {
        var packet = new PlatformPacket(rows[0].Packet, rows[0].Sender, rows[0].Dataset, rows[0].Edition, [.. rows.Select(r => r.Record)]);
        var fault = Judge.Faults.Next(packet.Dataset, packet.Records);
        if (fault?.Kind == PlatformFaultKind.Pending)
        {
            return;
        }

        var decided = Judge.Takes(packet) ? Judge.Decide("ROWS", packet, fault).Decisions.ToDictionary(d => (d.RecordId, d.Version)) : [];
        foreach (var row in rows)
        {
            var decision = decided.GetValueOrDefault((row.Record.RecordId, row.Record.Version));
            (string Code, string? Field, string Message)? refusal = row.Problem is { } problem ? ("E2001", null, problem)
                : decision is null ? ("E2002", null, "不接收该数据集")
                : decision.Status == "REJECTED" ? (decision.Code!, decision.Field, decision.Message!) : null;
            await using var command = database.CreateCommand(
                $"update {schema}.l_record set status = $4, err_code = $5, err_field = $6, err_text = $7 where batch_id = $1 and rec_id = $2 and rec_version = $3");
            command.Parameters.Add(new() { Value = row.Packet });
            command.Parameters.Add(new() { Value = row.Record.RecordId });
            command.Parameters.Add(new() { Value = row.Record.Version });
            foreach (string? text in (ReadOnlySpan<string?>)[refusal is null ? "1" : "2", refusal?.Code, refusal?.Field, refusal?.Message])
            {
                command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Text, Value = text ?? (object)DBNull.Value });
            }

            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task<List<Row>> ReadAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select batch_id, sender, dataset, edition, rec_id, rec_version, oper, reason, hash, content from {schema}.l_record where status is null order by ts, batch_id");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<Row>();
        while (await reader.ReadAsync(ct))
        {
            string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
            string? content = Text(9);
            string operation = reader.GetString(6);
            string? problem = content is not null && Text(8) != PlatformJudge.Sha256(content) ? "hash does not match the content"
                : operation == "I" && reader.GetInt32(5) != 1 ? "an insert that is no first version" : null;
            rows.Add(new Row(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), problem,
                new PlatformRecord(reader.GetString(4), reader.GetInt32(5), operation == "D" ? "WITHDRAW" : "PUBLISH", Text(7), content is null ? default : JsonDocument.Parse(content).RootElement)));
        }

        return rows;
    }

    private async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    private sealed record Row(string Packet, string Sender, string Dataset, string Edition, string? Problem, PlatformRecord Record);
}
