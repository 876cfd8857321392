using CreditHub.Pipelines.Store.Feeds;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Reports.Feeds;

/// <summary>Keeps in the books since when a feed is silent (<c>evidence.silence</c>), so that each silence is told once, whoever watches and however often it starts.</summary>
public sealed class FeedWarnings(NpgsqlDataSource database)
{
    /// <summary>Opens what is new, closes what is over, and returns what is new.</summary>
    public async Task<IReadOnlyList<FeedState>> RecordAsync(IReadOnlyList<FeedState> feeds, CancellationToken ct)
    {
        var silent = feeds.SelectMany(Silences).ToList();
        await using var connection = await database.OpenConnectionAsync(ct);
        var opened = (await connection.QueryAsync<(string Connector, string Kind)>(new CommandDefinition(
            FeedSql.Record,
            new
            {
                connectors = silent.Select(s => s.Feed.Connector).ToArray(),
                kinds = silent.Select(s => s.Kind).ToArray(),
                since = silent.Select(s => s.Since).ToArray(),
                due = silent.Select(s => s.Feed.DueOn).ToArray(),
            }, cancellationToken: ct))).ToHashSet();
        return [.. feeds.Select(feed => feed with
            {
                MissedSlot = opened.Contains((feed.Connector, "missed_slot")) ? feed.MissedSlot : null,
                State = opened.Contains((feed.Connector, "stale")) ? feed.State : "",
            }).Where(feed => feed.MissedSlot is not null || feed.State.Length > 0)];
    }

    private static IEnumerable<(FeedState Feed, string Kind, DateTime Since)> Silences(FeedState feed)
    {
        if (feed.MissedSlot is { } slot)
        {
            yield return (feed, "missed_slot", slot);
        }

        if (feed.State == "stale")
        {
            yield return (feed, "stale", feed.NothingNewSince);
        }
    }
}
