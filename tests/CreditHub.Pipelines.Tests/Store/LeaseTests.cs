using CreditHub.Pipelines.Store;
using CreditHub.Testing;

namespace CreditHub.Pipelines.Tests.Store;

public sealed class LeaseTests
{
    [Fact]
    public async Task Only_one_holder_at_a_time()
    {
        await using var books = await Books.OpenAsync();
        await using var first = await books.LeaseAsync("x");
        Assert.Null(await Lease.TryTakeAsync(books.Source, "x", "other", TimeProvider.System, default));
    }

    [Fact]
    public async Task A_released_lease_goes_to_the_next_with_a_higher_epoch()
    {
        await using var books = await Books.OpenAsync();
        long epoch;
        await using (var first = await books.LeaseAsync("x"))
        {
            epoch = first.Epoch;
        }

        await using var second = await books.LeaseAsync("x");
        Assert.Equal(epoch + 1, second.Epoch);
        Assert.Equal("released", await books.ScalarAsync<string>("select ended from evidence.lease where epoch = @epoch", new { epoch }));
    }

    [Fact]
    public async Task A_holder_whose_session_is_gone_is_succeeded_at_once()
    {
        await using var books = await Books.OpenAsync();
        await using var first = await books.LeaseAsync("x");
        await books.ScalarAsync<bool>("select pg_terminate_backend(backend_pid, 5000) from hub.lease where name = 'x'");
        await using var second = await books.LeaseAsync("x");

        Assert.Equal(first.Epoch + 1, second.Epoch);
        Assert.Equal("taken_over", await books.ScalarAsync<string>("select ended from evidence.lease where epoch = 1"));
    }

    [Fact]
    public async Task Many_takers_at_once_give_one_holder()
    {
        await using var books = await Books.OpenAsync();
        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Lease.TryTakeAsync(books.Source, "x", "t", TimeProvider.System, default)));
        Assert.Single(taken, l => l is not null);
        foreach (var lease in taken)
        {
            await (lease?.DisposeAsync() ?? default);
        }
    }

    [Fact]
    public async Task A_held_lease_is_renewed_and_not_lost()
    {
        await using var books = await Books.OpenAsync();
        var clock = new TestClock();
        await using var lease = await Lease.TryTakeAsync(books.Source, "x", "t", clock, default);
        await books.ScalarAsync<int?>("update hub.lease_term set renewed_at = 'epoch'");
        clock.Advance(TimeSpan.FromSeconds(6));
        await Eventually.TrueAsync(() => books.ScalarAsync<bool>("select renewed_at > now() - interval '1 minute' from hub.lease_term"));

        Assert.False(lease!.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_holder_that_was_succeeded_hears_of_it_at_the_next_renewal()
    {
        await using var books = await Books.OpenAsync();
        var clock = new TestClock();
        await using var lease = await Lease.TryTakeAsync(books.Source, "x", "t", clock, default);
        await books.ScalarAsync<int?>("update hub.lease set expires_at = 'epoch'");
        await using var successor = await books.LeaseAsync("x");
        clock.Advance(TimeSpan.FromSeconds(6));
        await Eventually.TrueAsync(() => Task.FromResult(lease!.Lost.IsCancellationRequested));
    }
}
