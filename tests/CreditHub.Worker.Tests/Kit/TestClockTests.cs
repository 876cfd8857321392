using CreditHub.Testing;

namespace CreditHub.Worker.Tests.Kit;

public class TestClockTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delay_ends_only_when_the_clock_is_moved_far_enough()
    {
        var clock = new TestClock();
        var delay = Task.Delay(TimeSpan.FromMinutes(2), clock, Ct);

        clock.Advance(TimeSpan.FromSeconds(119));
        Assert.False(delay.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await delay;
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_due_time_and_see_that_time()
    {
        var clock = new TestClock();
        var start = clock.GetUtcNow();
        var fired = new List<double>();
        using var late = clock.CreateTimer(_ => fired.Add((clock.GetUtcNow() - start).TotalSeconds), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var often = clock.CreateTimer(_ => fired.Add((clock.GetUtcNow() - start).TotalSeconds), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        clock.Advance(TimeSpan.FromSeconds(5.5));

        Assert.Equal([1, 3, 3, 5], fired);
        Assert.Equal(start + TimeSpan.FromSeconds(5.5), clock.GetUtcNow());
    }

    [Fact]
    public async Task Test_can_wait_until_the_code_under_test_waits()
    {
        var clock = new TestClock();
        var waiting = clock.WhenTimersAsync(1, Ct);
        Assert.False(waiting.IsCompleted);

        using var timer = clock.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        await waiting;
    }

    [Fact]
    public void Disposed_timer_never_fires()
    {
        var clock = new TestClock();
        bool fired = false;
        clock.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Dispose();

        clock.Advance(TimeSpan.FromDays(1));

        Assert.False(fired);
        Assert.Equal(0, clock.PendingTimers);
    }
}
