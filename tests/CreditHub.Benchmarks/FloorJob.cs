using System.Diagnostics;
using Npgsql;

namespace CreditHub.Benchmarks;

/// <summary>
/// What any hand-written job needs at the least: psql COPY of the file into a table of texts, and one set-based merge with history and
/// outbox. It checks nothing, normalises nothing, delivers nothing.
/// </summary>
internal sealed class FloorJob(string connectionString, string columns)
{
    public async Task PrepareAsync()
    {
        string fields = string.Join(", ", columns.Split(',').Select(c => c + " text"));
        await ExecuteAsync(
            $"""
            create unlogged table stage ({fields});
            create table head (key bytea primary key, hash bytea not null, version integer not null, version_no bigint not null);
            create sequence version_no;
            create table record_version (version_no bigint primary key, key bytea not null, version integer not null, content json not null,
                                         hash bytea not null, stored_at timestamptz not null default clock_timestamp());
            create table outbox (platform smallint not null, version_no bigint not null, primary key (platform, version_no));
            """);
    }

    public async Task LoadAsync(string file)
    {
        await PsqlAsync($"\\copy stage from '{file}' with (format csv, header true)");
        await ExecuteAsync(
            $"""
            create temp table incoming on commit drop as
            select distinct on (key) key, content, sha256(convert_to(content, 'UTF8')) as hash
            from (select sha256(convert_to(concat_ws(E'\x1f', CF_WSH, CF_XDR_MC, CF_CFJGDM), 'UTF8')) as key, row_to_json(s)::text as content, ctid as line
                  from stage s) r
            order by key, line desc;
            create temp table todo on commit drop as
            select i.key, i.content, i.hash, coalesce(h.version, 0) + 1 as version, nextval('version_no') as no
            from incoming i left join head h on h.key = i.key where h.hash is distinct from i.hash;
            insert into record_version (version_no, key, version, content, hash) select no, key, version, content::json, hash from todo;
            insert into head (key, hash, version, version_no) select key, hash, version, no from todo
            on conflict (key) do update set hash = excluded.hash, version = excluded.version, version_no = excluded.version_no;
            insert into outbox (platform, version_no) select 1, no from todo;
            truncate stage;
            """);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 3600 };
        await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private async Task PsqlAsync(string command)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo("psql") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string word in (string[])["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", settings.Host!, "-p", $"{settings.Port}", "-U", settings.Username!, "-d", settings.Database!, "-c", command])
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["PGPASSWORD"] = settings.Password;
        using var psql = Process.Start(start)!;
        string errors = await psql.StandardError.ReadToEndAsync();
        await psql.WaitForExitAsync();
        if (psql.ExitCode != 0)
        {
            throw new InvalidOperationException("psql: " + errors);
        }
    }
}
