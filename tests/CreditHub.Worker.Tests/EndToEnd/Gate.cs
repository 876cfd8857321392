using System.Globalization;
using CreditHub.Testing;
using Npgsql;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>
/// A place in the books where a worker must stop until the gate opens: a trigger of the test on one table that waits for an advisory lock. The
/// product knows nothing of it.
/// </summary>
internal sealed class Gate : IAsyncDisposable
{
    private const int Key = 4711;
    private const string Waiting =
        "from pg_locks where locktype = 'advisory' and objid = 4711 and not granted and database = (select oid from pg_database where datname = current_database())";

    private static int _count;
    private readonly TestDatabase _database;
    private readonly NpgsqlConnection _holder;

    private Gate(TestDatabase database, NpgsqlConnection holder)
    {
        _database = database;
        _holder = holder;
    }

    /// <summary>Closes the gate. <paramref name="point"/>: what the trigger fires on, such as <c>before insert on hub.packet for each statement</c>.</summary>
    public static async Task<Gate> CloseAsync(TestDatabase database, string point)
    {
        await database.ExecuteAsync(string.Create(CultureInfo.InvariantCulture,
            $"""
            create or replace function public.wait_at_gate() returns trigger language plpgsql as $$
            begin perform pg_advisory_xact_lock_shared({Key}); return coalesce(new, old); end $$;
            create {(point.StartsWith("after", StringComparison.Ordinal) ? "constraint " : "")}trigger gate_{Interlocked.Increment(ref _count)} {point} execute function public.wait_at_gate();
            """));
        var holder = await database.Source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"select pg_advisory_lock({Key})"), holder);
        await command.ExecuteScalarAsync();
        return new Gate(database, holder);
    }

    /// <summary>Process ids of the sessions that stand there.</summary>
    public async Task<int[]> SessionsAsync() => await _database.ScalarAsync<int[]>($"select array_agg(pid) {Waiting}") ?? [];

    /// <summary>Returns when so many stand at the gate; fails when the worker ended instead.</summary>
    public Task ReachedAsync(WorkerProcess worker, int sessions = 1) => Eventually.TrueAsync(async () =>
    {
        bool waits = await WaitersAsync() >= sessions;
        Assert.True(waits || !worker.HasExited, $"{worker.Words} ended before the gate:\n{worker.Said}");
        return waits;
    });

    /// <summary>Returns when nobody stands there any more: the server has noticed that the worker is dead.</summary>
    public Task DesertedAsync() => Eventually.TrueAsync(async () => await WaitersAsync() == 0);

    /// <summary>Opens the gate for good.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (var command = new NpgsqlCommand("select pg_advisory_unlock_all()", _holder))
        {
            await command.ExecuteNonQueryAsync();
        }

        await _holder.DisposeAsync();
    }

    private Task<long> WaitersAsync() => _database.ScalarAsync<long>($"select count(*) {Waiting}");
}
