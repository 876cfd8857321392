using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;
using CreditHub.Testing;
using Npgsql;

namespace CreditHub.Worker.Tests.Admin;

/// <summary>Keys and audit trail against a real database.</summary>
public sealed class BooksOfAdminTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateEmptyAsync(Ct);
        await new SchemaUpgrade(_database.Source).ApplyAsync(Ct);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_key_opens_until_it_is_revoked_and_its_secret_is_not_stored()
    {
        var keys = new AdminKeys(_database.Source);
        string key = (await keys.AddAsync("ann", "operator", 30, Ct))!;
        Assert.Equal(("ann", "operator"), (await keys.FindAsync(key, Ct)) is { } found ? (found.Name, found.Role) : default);
        Assert.Null(await keys.AddAsync("ann", "admin", 30, Ct));
        Assert.Equal(0L, await _database.ScalarAsync<long>($"select count(*) from hub.admin_key where encode(secret_sha256, 'hex') = '{key[13..]}'", Ct));

        Assert.True(await keys.RevokeAsync("ann", Ct));
        Assert.Null(await keys.FindAsync(key, Ct));
        Assert.False(await keys.RevokeAsync("ann", Ct));
    }

    [Fact]
    public async Task An_expired_key_and_a_wrong_secret_open_nothing()
    {
        var keys = new AdminKeys(_database.Source);
        string key = (await keys.AddAsync("ann", "viewer", 1, Ct))!;
        string wrong = key[..^1] + (key[^1] == '0' ? '1' : '0');
        Assert.Null(await keys.FindAsync(wrong, Ct));
        await _database.ExecuteAsync("update hub.admin_key set expires_at = clock_timestamp() - interval '1 second'", Ct);
        Assert.Null(await keys.FindAsync(key, Ct));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("0123456789ab.")]
    [InlineData("0123456789AB.0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0123456789a'.0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0123456789ab.000000000000000000000000000000000000000000000000000000000000000\n")]
    public void A_key_of_another_shape_is_not_looked_up(string key) => Assert.False(AdminKeys.TrySplit(key, out _, out _));

    [Fact]
    public async Task Entries_written_at_once_form_one_whole_chain()
    {
        var audit = new AuditTrail(_database.Source);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => audit.WriteAsync(new AuditEntry($"a{i}", "admin", "sync", "tax", "asked", "𠮷\0" + new string('x', 600)), Ct)));
        Assert.Null(await audit.FirstBrokenAsync(Ct));
        Assert.Equal(20L, await _database.ScalarAsync<long>("select max(seq) from evidence.audit", Ct));
    }

    [Theory]
    [InlineData("update hub.audit set actor = 'x' where seq = 2", 2L)]
    [InlineData("delete from hub.audit where seq = 2", 3L)]
    [InlineData("update hub.audit set seq = -1 where seq = 1; update hub.audit set seq = 1 where seq = 2; update hub.audit set seq = 2 where seq = -1", 1L)]
    public async Task A_chain_that_was_tampered_with_shows_where(string tampering, long firstBroken)
    {
        var audit = new AuditTrail(_database.Source);
        for (int i = 0; i < 4; i++)
        {
            await audit.WriteAsync(new AuditEntry($"a{i}", "admin", "sync", "tax", "asked"), Ct);
        }

        await Assert.ThrowsAsync<PostgresException>(() => _database.ExecuteAsync(tampering, Ct));
        await _database.ExecuteAsync("alter table hub.audit disable trigger all; " + tampering, Ct);
        Assert.Equal(firstBroken, await audit.FirstBrokenAsync(Ct));
    }
}
