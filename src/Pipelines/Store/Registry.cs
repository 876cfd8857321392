using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Model;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store;

/// <summary>The small numbers under which the books know datasets and platforms, and the key of person digests. Registered at start; names never change their number.</summary>
internal sealed class Registry(NpgsqlDataSource database)
{
    private const string SubjectKey = "subject_key";

    public async Task RegisterAsync(CatalogSnapshot snapshot, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        foreach (var dataset in snapshot.Datasets.Values)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into hub.dataset (code, edition, name) select @Code, @Edition, @Name
                where not exists (select 1 from hub.dataset where code = @Code and edition = @Edition)
                on conflict (code, edition) do nothing
                """, new { dataset.Code, dataset.Edition, dataset.Name }, cancellationToken: ct));
        }

        foreach (string name in snapshot.Platforms.Keys)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "insert into hub.platform (name) select @name where not exists (select 1 from hub.platform where name = @name) on conflict do nothing",
                new { name }, cancellationToken: ct));
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "insert into hub.feed (connector) select n from unnest(@names) n where not exists (select 1 from hub.feed where connector = n) on conflict do nothing",
            new { names = snapshot.Connectors.Keys.ToArray() }, cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into hub.setting (name, value) values (@SubjectKey, @value) on conflict do nothing",
            new { SubjectKey, value = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32) }, cancellationToken: ct));
    }

    public async Task<byte[]> SubjectKeyAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<byte[]>(new CommandDefinition(
            "select value from hub.setting where name = @SubjectKey", new { SubjectKey }, cancellationToken: ct)) ?? [];
    }

    public async Task<short> DatasetNoAsync(string code, string edition, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<short>(new CommandDefinition(
            "select dataset_no from hub.dataset where code = @code and edition = @edition", new { code, edition }, cancellationToken: ct));
    }

    /// <summary>(code, edition) by dataset number.</summary>
    public async Task<Dictionary<short, (string Code, string Edition)>> DatasetsAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<(short No, string Code, string Edition)>(new CommandDefinition(
            "select dataset_no, code, edition from hub.dataset", cancellationToken: ct))).ToDictionary(d => d.No, d => (d.Code, d.Edition));
    }

    public async Task<Dictionary<string, short>> PlatformNosAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<(string Name, short No)>(new CommandDefinition(
            "select name, platform_no from hub.platform", cancellationToken: ct))).ToDictionary(p => p.Name, p => p.No);
    }

    /// <summary>What a run of the connector may close; null when none of its own rejections is open.</summary>
    public async Task<OpenRejections?> OpenRejectionsAsync(string connector, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        bool any = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select 1 from hub.rejection where connector = @connector and state = 'open')", new { connector }, cancellationToken: ct));
        return !any ? null : new OpenRejections([.. (await connection.QueryAsync<string>(new CommandDefinition(
            "select record_id from hub.rejection where state = 'open' and record_id is not null limit @most", new { most = OpenRejections.Most + 1 },
            cancellationToken: ct))).Select(RecordId.Parse)]);
    }
}
