using CreditHub.Pipelines.Delivery;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store.Queue;
using CreditHub.Pipelines.Tests.Store;
using CreditHub.Testing;

namespace CreditHub.Pipelines.Tests.Delivery;

public sealed class PaceTests
{
    private static readonly PlatformLimits s_limits = new(500, 2 << 20, 600, 4);
    private readonly TestClock _clock = new();

    [Fact]
    public void Packets_shrink_at_once_and_grow_again_with_care_but_not_to_what_was_refused()
    {
        var size = new PacketSize(_clock);
        Assert.Equal(500, size.Records(s_limits));
        size.TooLarge(500, 400_000);
        Assert.Equal((250, 200_000), (size.Records(s_limits), size.Bytes(s_limits)));
        Well(size, 7);
        Assert.Equal(250, size.Records(s_limits));
        Well(size, 200);
        Assert.InRange(size.Records(s_limits), 400, 499);
        _clock.Advance(TimeSpan.FromHours(2));
        Well(size, 100);
        Assert.Equal((500, 2 << 20), (size.Records(s_limits), size.Bytes(s_limits)));
    }

    [Fact]
    public void The_circuit_opens_for_the_whole_platform_only_when_several_datasets_fail_or_nothing_is_reached()
    {
        var pace = new Pace(Books.Platform("one") with { RetrySeconds = 1, RetryCapSeconds = 600 }, _clock);
        for (int i = 0; i < 20; i++)
        {
            pace.Failed(1, reached: true);
        }

        Assert.Equal((4, TimeSpan.Zero), (pace.Slots, pace.Wait()));
        pace.Failed(2, reached: true);
        Assert.Equal(1, pace.Slots);
        Assert.InRange(pace.Wait().TotalSeconds, 0.5, 1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, pace.Wait()); // one try, by itself
        pace.Failed(2, reached: true);
        Assert.InRange(pace.Wait().TotalSeconds, 1, 2);
        pace.Succeeded();
        Assert.Equal((4, TimeSpan.Zero), (pace.Slots, pace.Wait()));
        for (int i = 0; i < 20; i++)
        {
            pace.Failed(1, reached: false);
        }

        Assert.Equal((1, TimeSpan.FromSeconds(5)), (pace.Slots, pace.Wait())); // who is back is noticed soon
        _clock.Advance(TimeSpan.FromMinutes(10));
        pace.Failed(1, reached: false);
        Assert.Equal(TimeSpan.FromSeconds(30), pace.Wait()); // a twentieth of the outage
        _clock.Advance(TimeSpan.FromHours(10));
        pace.Failed(1, reached: false);
        Assert.Equal(TimeSpan.FromMinutes(1), pace.Wait());
        pace.Adopt(new PlatformLimits(500, 2 << 20, 10, 4));
        Assert.InRange(pace.LongestWait().TotalSeconds, 60, 61); // a tenth of ten a minute
        Assert.InRange(pace.LongestWait(5).TotalSeconds, 300, 305);
    }

    [Fact]
    public void Fewer_requests_at_once_when_it_is_too_much_and_one_more_after_each_good_while()
    {
        var pace = new Pace(Books.Platform("one"), _clock);
        var began = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromSeconds(1));
        pace.Ease(began);
        pace.Ease(began); // both were under way when it became too much
        Assert.Equal(2, pace.Slots);
        pace.Ease(_clock.GetUtcNow());
        Assert.Equal(1, pace.Slots);
        for (int i = 0; i < 4; i++)
        {
            pace.Succeeded();
        }

        Assert.Equal(2, pace.Slots);
        pace.Hold(TimeSpan.FromDays(3650));
        Assert.Equal(TimeSpan.FromHours(1), pace.Wait());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(600)]
    [InlineData(100_000)]
    public void No_minute_sees_more_requests_than_allowed_and_nine_tenths_are_used(int perMinute)
    {
        var rate = RequestRate.Of(perMinute);
        double most = (rate.Saved / rate.Interval) + (TimeSpan.FromMinutes(1) / rate.Interval);
        Assert.True(most <= perMinute, $"{most}");
        Assert.True(TimeSpan.FromMinutes(1) / rate.Interval >= 0.9 * perMinute);
    }

    private static void Well(PacketSize size, int times)
    {
        for (int i = 0; i < times; i++)
        {
            size.Well(s_limits);
        }
    }
}
