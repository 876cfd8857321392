using System.Globalization;
using CreditHub.Testing;
using CreditHub.Testing.Platforms;
using Dapper;
using Npgsql;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>
/// Judges the hub by what anyone may see: the evidence views, the platforms' own logs and holdings. Knows nothing of how the hub works. Every
/// finding is a sentence; none means that nothing was lost, nothing doubled and nothing overtaken.
/// </summary>
internal sealed class EvidenceJudge(TestDatabase database, IReadOnlyDictionary<string, FakePlatform> platforms)
{
    /// <summary>Fails with every finding about books at rest: no run open, nothing owed.</summary>
    public async Task AssertSoundAsync(CancellationToken ct)
    {
        await using var connection = await database.Source.OpenConnectionAsync(ct);
        string findings = await FindAsync(connection);
        Assert.True(findings.Length == 0, findings);
    }

    /// <summary>All findings, as seen inside a transaction of <paramref name="books"/>.</summary>
    public async Task<string> FindAsync(NpgsqlConnection books)
    {
        var findings = new List<string>();
        foreach (var (sentence, query) in EvidenceSql.Faults)
        {
            findings.AddRange((await books.QueryAsync<string>(query, new { platforms = platforms.Keys.ToArray() })).Take(5).Select(what => $"{sentence}: {what}"));
        }

        foreach (var (name, platform) in platforms)
        {
            var rows = (await books.QueryAsync<OutboxRow>(EvidenceSql.Outbox, new { name })).AsList();
            var attempts = (await books.QueryAsync<AttemptRow>(EvidenceSql.Attempts, new { name })).AsList();
            var log = platform.Log;
            findings.AddRange(DoubledAtPlatform(log).Take(5));
            findings.AddRange(OvertakenAtPlatform(log).Take(5));
            findings.AddRange(ReceiptsThatDiffer(log, rows).Take(5));
            findings.AddRange(RequestsThatDiffer(log, attempts).Take(5));
            findings.AddRange(HoldingsThatDiffer(platform.Holdings, (await books.QueryAsync<PlacementRow>(EvidenceSql.Placements, new { name })).AsList()).Take(5));
        }

        return string.Join('\n', findings);
    }

    /// <summary>Order-free digest of all record versions: two hubs that got the same content have the same one.</summary>
    public Task<string?> DigestAsync(CancellationToken ct) => database.ScalarAsync<string>(EvidenceSql.Digest, ct);

    /// <summary>Versions, outbox rows and attempts so far: what a repeated sync must not add to.</summary>
    public Task<string?> SizesAsync(CancellationToken ct) => database.ScalarAsync<string>(EvidenceSql.Sizes, ct);

    private static IEnumerable<string> DoubledAtPlatform(IReadOnlyList<PlatformRequest> log)
    {
        foreach (var twice in log.SelectMany(l => l.Decisions).Where(d => d.Changed).GroupBy(d => (d.RecordId, d.Version)).Where(g => g.Count() > 1))
        {
            yield return $"the platform processed {twice.Key} {twice.Count()} times";
        }

        foreach (var packet in log.Where(l => l is { PacketId: not null, BodySha256: not null }).GroupBy(l => l.PacketId))
        {
            if (packet.Select(l => l.BodySha256).Distinct().Count() > 1)
            {
                yield return $"packet {packet.Key} came with different bodies";
            }
        }
    }

    /// <summary>The versions of a record are executed in rising order, also those that are refused.</summary>
    private static IEnumerable<string> OvertakenAtPlatform(IReadOnlyList<PlatformRequest> log)
    {
        var latest = new Dictionary<string, int>();
        foreach (var decision in log.SelectMany(l => l.Decisions))
        {
            if (latest.TryGetValue(decision.RecordId, out int version) && decision.Version < version)
            {
                yield return $"the platform got {decision.RecordId} {decision.Version} after {version}";
            }

            latest[decision.RecordId] = Math.Max(version, decision.Version);
        }
    }

    /// <summary>Accepted if and only if the platform took it, with that receipt; refused with the platform's code, field and message.</summary>
    private static IEnumerable<string> ReceiptsThatDiffer(IReadOnlyList<PlatformRequest> log, List<OutboxRow> outbox)
    {
        var told = log.SelectMany(line => line.Decisions.Select(d => (Line: line, Decision: d))).ToLookup(d => (d.Decision.RecordId, d.Decision.Version));
        foreach (var row in outbox)
        {
            var about = told[(row.RecordId, row.Version)].ToList();
            var changed = about.Find(d => d.Decision.Changed);
            bool right = row.State switch
            {
                "accepted" when changed.Line is not null => changed.Line.ReceiptNo == row.ReceiptNo && changed.Line.PacketId == row.PacketId,
                "accepted" => about.Exists(d => d.Decision.Status == "STALE" && row.Code == "STALE"),
                "refused" => changed.Line is null && (about.Count == 0 ? row.Code is "BAD_PACKET" or "TOO_LARGE" && row.Message?.Length > 0 : about.Exists(d => d.Decision.Status == "REJECTED"
                    && (d.Decision.Code, d.Decision.Field, d.Decision.Message) == (row.Code, row.Field, row.Message) && d.Line.ReceiptNo == row.ReceiptNo)),
                _ => changed.Line is null,
            };
            if (!right)
            {
                yield return $"the books say {row}, the platform {(about.Count == 0 ? "never decided" : string.Join("; ", about.Select(d => $"{d.Line.ReceiptNo} {d.Decision}")))}";
            }
        }

        var known = outbox.Select(r => (r.RecordId, r.Version)).ToHashSet();
        foreach (var unknown in told.Where(t => !known.Contains(t.Key)))
        {
            yield return $"the platform got {unknown.Key}, which nobody owes it";
        }
    }

    /// <summary>
    /// Every request with records stands in the books, with its body, and as often as it was made at least. A request turned away for its token (401)
    /// and its repetition with a new one are one attempt.
    /// </summary>
    private static IEnumerable<string> RequestsThatDiffer(IReadOnlyList<PlatformRequest> log, List<AttemptRow> attempts)
    {
        var booked = attempts.ToLookup(a => a.PacketId);
        foreach (var packet in log.Where(l => l is { Method: "POST", PacketId.Length: > 0, BodySha256: not null } && l.Status != 401).GroupBy(l => l.PacketId!))
        {
            var rows = booked[packet.Key].ToList();
            if (rows.Count < packet.Count() || rows.Exists(r => r.BodySha256 != packet.First().BodySha256))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"packet {packet.Key} was sent {packet.Count()} times, the books have {rows.Count} attempts or another body");
            }
        }
    }

    private static IEnumerable<string> HoldingsThatDiffer(IReadOnlyDictionary<string, PlatformHolding> held, List<PlacementRow> placements)
    {
        foreach (var placement in placements)
        {
            if (!held.TryGetValue(placement.RecordId, out var holding) || (holding.Version, holding.State, holding.ContentSha256) != (placement.Version, placement.State, placement.ContentHash))
            {
                yield return $"the books place {placement}, the platform holds {holding}";
            }
        }

        foreach (string left in held.Keys.Except(placements.Select(p => p.RecordId)))
        {
            yield return $"the platform holds {left}, the books do not know it";
        }
    }

    private sealed record OutboxRow(
        string RecordId, int Version, string State, string? PacketId, string? ReceiptNo, string? Code, string? Field, string? Message);

    private sealed record AttemptRow(string PacketId, string BodySha256);

    private sealed record PlacementRow(string RecordId, int Version, string State, string? ContentHash);
}
