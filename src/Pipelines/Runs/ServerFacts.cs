using CreditHub.Pipelines.Store;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Runs;

/// <summary>What matters about a PostgreSQL server before the hub trusts it with its books.</summary>
public sealed record ServerFacts
{
    /// <summary>Major version, such as 15.</summary>
    public int Major { get; init; }

    /// <summary><c>fsync</c> and <c>full_page_writes</c> are on.</summary>
    public bool KeepsPages { get; init; }

    /// <summary><c>synchronous_commit</c> is not off.</summary>
    public bool KeepsCommits { get; init; }

    /// <summary><c>client_connection_check_interval</c> is set: a statement of a killed worker ends at once.</summary>
    public bool NoticesDeadClients { get; init; }

    /// <summary>Errors are logged without the values of records.</summary>
    public bool KeepsValuesOutOfLog { get; init; }

    /// <summary>A standby, or read-only by default.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The database stores UTF-8.</summary>
    public bool Utf8 { get; init; }

    /// <summary>Asks the server. Errors: those of Npgsql.</summary>
    public static async Task<ServerFacts> AskAsync(string connectionString, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        return await connection.QuerySingleAsync<ServerFacts>(new CommandDefinition(ServerSql.Facts, cancellationToken: ct));
    }
}
