using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using CreditHub.Pipelines.Model;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store;

/// <summary>
/// Brings the database to this program's schema: numbered SQL files, each in one transaction with its entry, all under an advisory
/// lock so that two workers may start at once. Idempotent. Refuses a schema that is newer than the program.
/// </summary>
internal sealed class SchemaUpgrade(NpgsqlDataSource database)
{
    private const long LockKey = 0x4352_4544_4954_0001; // "CREDIT" 0001

    public async Task ApplyAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_lock(@LockKey)", new { LockKey }, cancellationToken: ct));
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                create schema if not exists hub;
                create schema if not exists evidence;
                create table if not exists hub.schema_version (
                    version integer primary key, name text not null, sha256 text not null,
                    applied_at timestamptz not null default clock_timestamp())
                """, cancellationToken: ct));
            int current = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
                "select coalesce(max(version), 0) from hub.schema_version", cancellationToken: ct));
            var steps = Steps();
            if (current > steps[^1].Version)
            {
                throw new ConnectorException(FailureKind.Config,
                    $"The database has schema version {current}, this program knows {steps[^1].Version}. Start the newer program, or use another database.");
            }

            // by what is there, not by the highest number: a step that came late to one database must reach it
            var applied = (await connection.QueryAsync<int>(new CommandDefinition(
                "select version from hub.schema_version", cancellationToken: ct))).ToHashSet();
            foreach (var step in steps.Where(s => !applied.Contains(s.Version)))
            {
                await ApplyAsync(connection, step, ct);
            }
        }
        finally
        {
            await connection.ExecuteAsync("select pg_advisory_unlock(@LockKey)", new { LockKey });
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, SchemaStep step, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var command = new NpgsqlCommand(step.Sql, connection, transaction))
        {
            await command.ExecuteNonQueryAsync(ct);
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "insert into hub.schema_version (version, name, sha256) values (@Version, @Name, @Sha256)", step, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
    }

    private static List<SchemaStep> Steps()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var steps = new List<SchemaStep>();
        foreach (string resource in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            string sql = reader.ReadToEnd();
            string name = resource[(resource.LastIndexOf('.', resource.Length - 5) + 1)..^4];
            steps.Add(new SchemaStep(
                int.Parse(name.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture), name, sql,
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)))));
        }

        return steps;
    }

    private sealed record SchemaStep(int Version, string Name, string Sql, string Sha256);
}
