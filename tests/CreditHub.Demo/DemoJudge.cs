namespace CreditHub.Demo;

/// <summary>Compares three independent counts: the truth of the made-up data, the hub's books, the platforms' own logs.</summary>
internal static class DemoJudge
{
    public static IReadOnlyList<string> Find(IReadOnlyList<DemoFeed> feeds, DemoSummary summary) =>
    [
        .. feeds.SelectMany(feed => OfFeed(feed, summary.Connectors.FirstOrDefault(c => c.Connector == feed.Name), summary.Repeated)),
        .. summary.Platforms.SelectMany(p => OfPlatform(p, summary.Repeated)),
    ];

    private static IEnumerable<string> OfFeed(DemoFeed feed, ConnectorLine? line, bool repeated)
    {
        if (line is null)
        {
            yield return $"{feed.Name}: never ran";
            yield break;
        }

        var truth = feed.Truth;
        (string What, long Hub, long Truth)[] counts =
        [
            ("read", line.Read, truth.Read),
            ("new, changed and unchanged", line.New + line.Changed + line.Unchanged, truth.New),
            ("duplicate", line.Duplicate, truth.Duplicate),
            ("excluded", line.Excluded, truth.Excluded),
            ("rejected", line.Rejected, truth.Rejected),
            ("stored records", line.Stored, truth.New),
        ];
        foreach (var (what, hub, expected) in counts.Where(c => c.Hub != c.Truth))
        {
            yield return $"{feed.Name}: {what}: the hub counts {hub}, the truth is {expected}";
        }

        if (repeated && line.New + line.Changed > 0)
        {
            yield return $"{feed.Name}: the same data gave {line.New} new and {line.Changed} changed records";
        }
    }

    private static IEnumerable<string> OfPlatform(PlatformLine line, bool repeated)
    {
        (string What, long Left, long Right)[] counts =
        [
            ("accepted by the hub's books and held by the platform", line.Accepted, line.PlatformHolds),
            ("refused by the hub's books and by the platform's log", line.Refused, line.PlatformRefused),
            ("settled by the hub and owed by the truth", line.Accepted + line.Refused, line.Owed),
            ("still waiting, and none should be", line.Waiting, 0),
            ("sent again although nothing changed, and none should be", repeated ? line.TakenNow : 0, 0),
        ];
        return counts.Where(c => c.Left != c.Right).Select(c => $"{line.Platform}: {c.What}: {c.Left} against {c.Right}");
    }
}
