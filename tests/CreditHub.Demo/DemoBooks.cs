using Dapper;
using Npgsql;

namespace CreditHub.Demo;

/// <summary>Reads the hub's books through the evidence views only, as an auditor would.</summary>
internal sealed class DemoBooks(NpgsqlDataSource database)
{
    private const string Runs = """
        select distinct on (connector) connector, outcome, read, new, changed, unchanged, duplicate, excluded, rejected
        from evidence.run order by connector, run_id desc
        """;

    private const string StoredOf = """
        select r.connector, count(distinct v.record_id) as count
        from evidence.version v join evidence.run r using (run_id) group by r.connector
        """;

    private const string Causes = """
        select connector, reason as text, count(*) as count from (
          select j.connector, j.run_id, max(j.run_id) over (partition by j.connector) as last, j.reason from evidence.rejection j) x
        where run_id = last group by connector, reason order by count desc, reason
        """;

    private const string Outbox = """
        select o.platform,
          count(distinct record_id) filter (where state = 'accepted') as accepted, count(*) filter (where state = 'refused') as refused,
          count(*) filter (where state in ('pending', 'sending', 'unknown', 'parked')) as waiting,
          count(*) filter (where state in ('accepted', 'refused') and (o.settled_at at time zone 'Asia/Shanghai')::date <= o.due_on) as in_time,
          count(*) filter (where state in ('accepted', 'refused') and (o.settled_at at time zone 'Asia/Shanghai')::date > o.due_on) as late
        from evidence.outbox o group by o.platform
        """;

    private const string Refusals = """
        select platform as connector, code || ' ' || message as text, count(*) as count
        from evidence.outbox where state = 'refused' group by 1, 2 order by count desc
        """;

    private const string Example = """
        select subject_id from evidence.version
        where due_on is not null and subject_id like '91%' and length(subject_id) = 18 order by stored_at, line limit 1
        """;

    public sealed record RunCount(string Connector, string Outcome, long Read, long New, long Changed, long Unchanged, long Duplicate, long Excluded, long Rejected);

    public sealed record Counted(string Connector, string Text, long Count);

    public sealed record OutboxCount(string Platform, long Accepted, long Refused, long Waiting, long InTime, long Late);

    public async Task<IReadOnlyDictionary<string, RunCount>> RunsAsync(CancellationToken ct) =>
        (await QueryAsync<RunCount>(Runs, ct)).ToDictionary(r => r.Connector);

    public async Task<IReadOnlyDictionary<string, long>> StoredAsync(CancellationToken ct) =>
        (await QueryAsync<(string Connector, long Count)>(StoredOf, ct)).ToDictionary(r => r.Connector, r => r.Count);

    public Task<IReadOnlyList<Counted>> CausesAsync(CancellationToken ct) => QueryAsync<Counted>(Causes, ct);

    public async Task<IReadOnlyDictionary<string, OutboxCount>> OutboxAsync(CancellationToken ct) =>
        (await QueryAsync<OutboxCount>(Outbox, ct)).ToDictionary(o => o.Platform);

    public Task<IReadOnlyList<Counted>> RefusalsAsync(CancellationToken ct) => QueryAsync<Counted>(Refusals, ct);

    /// <summary>An organisation with a double publicity record, for a person to look up.</summary>
    public async Task<string?> ExampleAsync(CancellationToken ct) => await QueryAsync<string>(Example, ct) is [var found, ..] ? found : null;

    private async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, CancellationToken ct)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. await connection.QueryAsync<T>(new CommandDefinition(sql, cancellationToken: ct))];
    }
}
