using CreditHub.Testing;
using CreditHub.Worker.Admin;

namespace CreditHub.Worker.Tests.Admin;

public sealed class FailureLockTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public void Five_failures_lock_the_pair_for_a_quarter_of_an_hour_and_nobody_else()
    {
        var failures = new FailureLock(_clock);
        bool[] locked = [.. Enumerable.Range(0, 5).Select(_ => failures.Fail("10.0.0.1", "key"))];
        Assert.Equal([false, false, false, false, true], locked);
        Assert.True(failures.IsLocked("10.0.0.1", "key"));
        Assert.False(failures.IsLocked("10.0.0.2", "key"));
        Assert.False(failures.IsLocked("10.0.0.1", "other"));
        _clock.Advance(FailureLock.LockTime);
        Assert.False(failures.IsLocked("10.0.0.1", "key"));
    }

    [Fact]
    public void The_right_key_forgets_earlier_failures()
    {
        var failures = new FailureLock(_clock);
        for (int i = 0; i < 4; i++)
        {
            failures.Fail("a", "key");
        }

        failures.Succeed("a", "key");
        Assert.False(failures.Fail("a", "key"));
        Assert.False(failures.IsLocked("a", "key"));
    }

    [Fact]
    public void An_address_that_fails_ten_times_a_minute_must_wait()
    {
        var failures = new FailureLock(_clock);
        for (int i = 0; i < 10; i++)
        {
            Assert.False(failures.MustWait("a"));
            failures.Fail("a", "");
        }

        Assert.True(failures.MustWait("a"));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(failures.MustWait("a"));
    }

    [Fact]
    public void A_flood_of_addresses_does_not_grow_without_limit()
    {
        var failures = new FailureLock(_clock);
        for (int i = 0; i < 30_000; i++)
        {
            failures.Fail($"a{i}", "");
        }

        Assert.False(failures.MustWait("a29999"));
    }
}
