using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Queue;
using CreditHub.Testing;

namespace CreditHub.Pipelines.Tests.Store;

/// <summary>Of several configurations the one read last is in force, as long as somebody is at work with it.</summary>
public sealed class ConfigInForceTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Who_was_refused_takes_the_place_of_one_that_is_silent_and_leaves_it_when_that_one_comes_back()
    {
        await using var books = await Books.OpenAsync();
        short one = (await new Registry(books.Source).PlatformNosAsync(default))["one"];
        var (older, newer) = (InForce(books, "a"), InForce(books, "b"));
        Assert.True(await older.IsOursAsync(one, default));
        Assert.True(await newer.IsOursAsync(one, default));
        Assert.False(await older.IsOursAsync(one, default));

        // at work, though it sends nothing; also another process with the same files
        _clock.Advance(TimeSpan.FromSeconds(15));
        await InForce(books, "b").BeatAsync(default);
        Assert.False(await older.IsOursAsync(one, default));
        _clock.Advance(TimeSpan.FromSeconds(15));
        Assert.False(await older.IsOursAsync(one, default));

        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.True(await older.IsOursAsync(one, default));
        Assert.True(await newer.IsOursAsync(one, default)); // it only stood still
        Assert.False(await older.IsOursAsync(one, default));
        Assert.True(await InForce(books, "a").IsOursAsync(one, default)); // read anew
        Assert.False(await newer.IsOursAsync(one, default));
    }

    [Fact]
    public async Task A_database_that_was_away_is_no_sign_that_others_are()
    {
        await using var books = await Books.OpenAsync();
        short one = (await new Registry(books.Source).PlatformNosAsync(default))["one"];
        var (older, newer) = (InForce(books, "a"), InForce(books, "b"));
        Assert.True(await older.IsOursAsync(one, default));
        Assert.True(await newer.IsOursAsync(one, default));
        _clock.Advance(TimeSpan.FromMinutes(10)); // nobody could ask or give a sign
        Assert.False(await older.IsOursAsync(one, default));
        Assert.True(await newer.IsOursAsync(one, default));
    }

    private ConfigInForce InForce(Books books, string digest) => new(books.Source, digest, _clock);
}
