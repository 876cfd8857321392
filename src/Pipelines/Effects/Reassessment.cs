using System.Security.Cryptography;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Store.Effects;
using Npgsql;

namespace CreditHub.Pipelines.Effects;

/// <summary>
/// Brings records to where the acts in force on them say: withdrawn, shown edited, or published. A function of acts and newest content, in whatever
/// order they came; done twice it changes nothing. Within the caller's open transaction; the heads stay locked until it ends.
/// </summary>
internal sealed class Reassessment(EffectBook book, NpgsqlConnection connection, DateOnly today)
{
    private const char Published = 'P';
    private const char Edited = 'M';
    private const char Kept = 'W';
    private const char Gone = 'D';

    private readonly StandingBooks _standings = new(connection);
    private readonly ActBooks _acts = new(connection);

    /// <summary>Returns how many records became withdrawn and how many were published again.</summary>
    public async Task<(int Withdrawn, int Published)> RunAsync(IReadOnlyCollection<long> records, ActOrigin origin, CancellationToken ct)
    {
        if (records.Count == 0)
        {
            return default;
        }

        long[] sorted = [.. records.Order()];
        var standings = (await _standings.LockAsync(sorted, today, ct)).GroupBy(s => s.RecordNo).Select(g => g.ToList()).ToList();
        var withdrawn = new List<WithdrawalRow>();
        var relabelled = new List<(long, char)>();
        var shown = new Dictionary<long, List<StandingRow>>();
        var contents = await ContentsAsync(standings, ct);
        foreach (var acts in standings)
        {
            var head = acts[0];
            var content = contents.GetValueOrDefault(head.RecordNo);
            if (Withdrawing(acts, content) is not { } cause)
            {
                shown.Add(head.RecordNo, acts);
                continue;
            }

            char letter = acts.Exists(a => a.Reason is not null and not "DELETED") ? Kept : Gone;
            if (head.Letter is "P" or "M")
            {
                withdrawn.Add(new WithdrawalRow(head.RecordNo, letter, cause.Reason!, cause.Author, cause.ActNo!.Value));
            }
            else if (head.Letter[0] != letter)
            {
                relabelled.Add((head.RecordNo, letter));
            }
        }

        await _standings.WithdrawAsync(withdrawn, origin, book.Snapshot.WorkingDays.AddWorkingDays(today, 1), ct);
        await _standings.RelabelAsync(relabelled, ct);
        return (withdrawn.Count, await ShowAsync(shown, contents, origin, ct));
    }

    private async Task<Dictionary<long, StoredContent>> ContentsAsync(List<List<StandingRow>> standings, CancellationToken ct)
    {
        // a published record without acts, or one that is withdrawn and stays so, needs no look at its content
        var needed = standings.Where(s => s[0].Letter != "P" || s[0].ActNo is not null).Select(s => s[0].RecordNo);
        var contents = new Dictionary<long, StoredContent>();
        await foreach (var content in _acts.ContentsAsync(needed, ct))
        {
            contents.Add(content.RecordNo, content);
        }

        return contents;
    }

    /// <summary>The act that keeps the record away, or null. A mark or correction that cannot be shown keeps it away too.</summary>
    private StandingRow? Withdrawing(List<StandingRow> acts, StoredContent? content)
    {
        var plan = content is null ? null : book.PlanOf(content.DatasetNo);
        return acts.Find(a => a.Action is "withdraw" or "hold" || (a.Action is not null && (plan is null || !ContentEdit.CanShow(plan, a))));
    }

    private async Task<int> ShowAsync(Dictionary<long, List<StandingRow>> shown, Dictionary<long, StoredContent> contents, ActOrigin origin, CancellationToken ct)
    {
        var moving = shown.Where(s => contents.ContainsKey(s.Key) && (s.Value[0].Letter != "P" || s.Value[0].ActNo is not null)).ToList();
        var hashes = moving.Count == 0 ? [] : await _standings.HashesAsync([.. moving.Select(m => m.Key)], ct);
        var republished = new List<RepublicationRow>();
        foreach (var (record, acts) in moving)
        {
            if (Republication(contents[record], acts, hashes[record]) is { } row)
            {
                republished.Add(row);
            }
        }

        await _standings.RepublishAsync(republished, origin, ct);
        var withheld = republished.SelectMany(row => row.Routes.Where(route => route.Withheld is not null).Select(route => new Redecided(route.PlatformNo, row.RecordNo, route.Withheld)));
        await new Retraction(book, connection, today).RunAsync([.. withheld], "记录重新公示后不再向部分平台提供", _ => Task.FromResult(origin), ct);
        return republished.Count;
    }

    /// <summary>Null: what is published already reads so.</summary>
    private RepublicationRow? Republication(StoredContent content, List<StandingRow> acts, byte[] newest)
    {
        if (book.PlanOf(content.DatasetNo) is not { } plan)
        {
            return null;
        }

        var values = ContentReader.Read(content.Content, plan);
        var edits = acts.FindAll(a => a.ActNo is not null);
        ContentEdit.Apply(plan, values, edits);
        byte[] text = edits.Count == 0 ? content.Content : new ContentWriter().Write(plan.Fields, values).ToArray();
        byte[] hash = SHA256.HashData(text);
        var head = acts[0];
        return head.Letter is "P" or "M" && hash.AsSpan().SequenceEqual(newest)
            ? null
            : new RepublicationRow(head.RecordNo, edits.Count == 0 ? Published : Edited, content.VersionNo, text, hash, head.LastActNo, book.Routes(plan, values, today));
    }
}
