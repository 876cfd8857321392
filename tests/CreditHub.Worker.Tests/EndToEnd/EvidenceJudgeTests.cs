using Npgsql;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>The judge itself: every kind of damage to the books must be found.</summary>
public sealed class EvidenceJudgeTests
{
    private static readonly string[] Damages =
    [
        "delete from hub.record_version where ctid = (select ctid from hub.record_version limit 1)",
        "delete from hub.settlement where ctid = (select ctid from hub.settlement limit 1)",
        "update hub.settlement set state = 'refused', code = 'E1999', message = '?' where ctid = (select ctid from hub.settlement limit 1)",
        "update hub.settlement set state = 'superseded' where ctid = (select ctid from hub.settlement limit 1)",
        "update hub.packet set receipt_no = 'P1' where packet_no = (select min(packet_no) from hub.packet)",
        "update hub.packet set body_sha256 = '\\x00' where packet_no = (select min(packet_no) from hub.packet)",
        "delete from hub.attempt where packet_no = (select min(packet_no) from hub.packet)",
        "insert into hub.outbox select 1, 1, version_no, record_no, version, dataset_no, operation from hub.record_version limit 1",
        "update hub.run set read = read + 1, unchanged = unchanged + 1",
        "update hub.run set new = new - 1, changed = changed + 1",
        "insert into hub.row_note select payload_id, line, run_id, position, 'duplicate', null, '' from hub.record_version limit 1",
        "update hub.record_version set version = 2 where ctid = (select ctid from hub.record_version limit 1)",
        "insert into hub.record_version select version_no + 1000000, record_no, 2, dataset_no, operation, disclosure, reason, subject_id, content, content_hash, notes, stored_at, run_id, payload_id, line + 100000, position, decided_on, due_on, author from hub.record_version limit 1",
        "update hub.cursor set run_id = run_id - 1",
        "update hub.lease_term set released_at = released_at + interval '1 day' where ctid = (select ctid from hub.lease_term where name like 'connector:%' limit 1)",
        "update hub.run set outcome = 'running' where run_id = 1",
        "update hub.record_version set content_hash = '\\x00' where ctid = (select ctid from hub.record_version limit 1)",
        "delete from hub.rejection where ctid = (select ctid from hub.rejection limit 1)",
        "update hub.payload set outcome = null",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_damage_to_the_books_is_found()
    {
        await using var place = await CrashPlace.OpenAsync();
        place.Drop("a.csv", 600);
        await place.FinishAsync(Ct);
        await place.SyncAsync(Ct);
        await place.Judge.AssertSoundAsync(Ct);
        await using var connection = await place.Database.Source.OpenConnectionAsync(Ct);
        foreach (string damage in Damages)
        {
            await using var transaction = await connection.BeginTransactionAsync(Ct);
            await using (var command = new NpgsqlCommand(damage, connection, transaction))
            {
                Assert.NotEqual(0, await command.ExecuteNonQueryAsync(Ct));
            }

            Assert.True((await place.Judge.FindAsync(connection)).Length > 0, $"not found: {damage}");
            await transaction.RollbackAsync(Ct);
        }
    }
}
