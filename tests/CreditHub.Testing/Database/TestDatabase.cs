using CreditHub.Pipelines.Store;
using Npgsql;

namespace CreditHub.Testing;

/// <summary>
/// A database of its own for one test, dropped at the end. It lives on the server of <c>CREDITHUB_DATABASE</c> if that is
/// set (any value but <c>local</c>), else on a private cluster in the temporary directory that all test processes share.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>Made once for the process and copied: applying every step of the schema takes longer than most tests.</summary>
    private static readonly Lazy<Task<TestDatabase>> s_books = new(MakeBooksAsync);

    private static int _count;
    private readonly TestServer _server;
    private readonly string _name;

    private TestDatabase(TestServer server, string name)
    {
        _server = server;
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, MaxPoolSize = 20 }.ConnectionString;
        Source = NpgsqlDataSource.Create(ConnectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    /// <summary>With empty books.</summary>
    public static async Task<TestDatabase> CreateAsync(CancellationToken ct = default) => await CreateAsync($" template {(await s_books.Value)._name}", ct);

    /// <summary>With nothing in it.</summary>
    public static Task<TestDatabase> CreateEmptyAsync(CancellationToken ct = default) => CreateAsync("", ct);

    private static async Task<TestDatabase> CreateAsync(string from, CancellationToken ct)
    {
        var server = await TestServer.SharedAsync();
        var name = $"{TestServer.Prefix}{Environment.ProcessId}_{Interlocked.Increment(ref _count)}_{Guid.NewGuid().ToString("N")[..6]}";
        await server.ExecuteAsync($"create database {name}{from}", ct);
        return new TestDatabase(server, name);
    }

    private static async Task<TestDatabase> MakeBooksAsync()
    {
        var books = await CreateEmptyAsync();
        await new SchemaUpgrade(books.Source).ApplyAsync(CancellationToken.None);
        await books.Source.DisposeAsync(); // nobody may be in what is copied
        return books;
    }

    /// <summary>Runs one statement.</summary>
    public async Task ExecuteAsync(string sql, CancellationToken ct = default)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>First column of the first row, or default.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, CancellationToken ct = default)
    {
        await using var command = Source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(ct) is T value ? value : default;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await _server.ExecuteAsync($"drop database if exists {_name} with (force)", CancellationToken.None);
                return;
            }
            catch (PostgresException busy) when (attempt < 100 && busy.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ObjectInUse)
            {
                // the server's own vacuum is in it, which nobody but its owner may end; it leaves soon
                await Task.Delay(50);
            }
        }
    }
}
