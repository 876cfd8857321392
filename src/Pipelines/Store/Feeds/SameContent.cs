using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store.Feeds;

/// <summary>
/// Recognises bytes that are in the books already. Reading them again would change nothing when the newest merged payload of the connector with these bytes was read
/// under the same configuration, left no row waiting for correction, and no later payload of the connector changed a record.
/// </summary>
internal static class SameContent
{
    private const string FindSql = """
        with last as (
            select p.payload_id, p.name, p.received_on, r.config_digest
            from hub.payload p join hub.run r using (run_id)
            where p.connector = @Connector and p.sha256 = @Sha256 and p.outcome = 'merged' order by p.payload_id desc limit 1)
        select name, received_on from last l
        where l.config_digest = (select config_digest from hub.run where run_id = @RunId)
          and not exists (select 1 from hub.rejection j where j.payload_id = l.payload_id and j.state in ('open', 'resubmitted'))
          and not exists (select 1 from hub.payload n join hub.record_version v on v.run_id = n.run_id and v.payload_id = n.payload_id and v.version > 1
                          where n.connector = @Connector and n.payload_id > l.payload_id)
        """;

    /// <summary>Marks the payload as duplicate, with the name and day of the one it repeats.</summary>
    public static async Task RecogniseAsync(LandedPayload payload, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        var (name, receivedOn) = await connection.QuerySingleOrDefaultAsync<(string?, DateOnly)>(
            new CommandDefinition(FindSql, payload, transaction, cancellationToken: ct));
        if (name is not null)
        {
            payload.Outcome = "duplicate";
            payload.Reason = $"内容与 {receivedOn:yyyy-MM-dd} 收到并已入库的 {name} 完全相同，未重复采集";
        }
    }
}
