using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Effects;
using Npgsql;

namespace CreditHub.Pipelines.Effects;

/// <summary>
/// What the rows of a chunk do to other records, and what acts do to the rows of the chunk; in the chunk's own transaction, after everything else in it
/// and after the chunk before it is committed.
/// </summary>
internal sealed class EffectWork(CatalogSnapshot snapshot, Registry registry, TimeProvider time)
{
    private EffectBook? _book;

    private DateOnly Today => Beijing.DayOf(time.GetUtcNow());

    public async Task<EffectBook> BookAsync(CancellationToken ct) => _book ??= await EffectBook.ReadAsync(snapshot, registry, ct);

    /// <summary>All of it for a chunk that is in the transaction but for its counts.</summary>
    public async Task AfterMergeAsync(ChunkContext context, Chunk chunk, MergePlan plan, NpgsqlConnection connection, CancellationToken ct)
    {
        var book = await BookAsync(ct);
        var acts = new ActBooks(connection);
        var origin = new ActOrigin(context.RunId, context.Payload.PayloadId);
        long[] changed = [.. plan.Writes.Where(w => !w.IsNew).Select(w => w.RecordNo)];
        if (changed.Length > 0)
        {
            await acts.ReturnedAsync(changed, ct);
        }

        var touched = (await acts.ConcernedAsync(changed, ct)).ToHashSet();
        touched.UnionWith(await NameAsync(context, chunk, plan, acts, book, ct));
        touched.UnionWith(await OrderAsync(context, chunk, plan, acts, book, ct));
        touched.UnionWith(await ExpireAsync(context, chunk, plan, acts, book, ct));
        touched.UnionWith(await DeleteAsync(chunk, context.DeletionReason, origin, acts, ct));
        await new Reassessment(book, connection, Today).RunAsync(touched, origin, ct);
        await new Retraction(book, connection, Today).RunAsync(Withheld(context, chunk, plan), "记录内容变化后不再向部分平台提供", _ => Task.FromResult(origin), ct);
    }

    /// <summary>Changed rows that some platform is not owed: it may hold what they were before.</summary>
    private static List<Redecided> Withheld(ChunkContext context, Chunk chunk, MergePlan plan) =>
        [.. from write in plan.Writes
            where !write.IsNew
            let row = chunk.Accepted[write.Row]
            from route in context.Editions[row.Edition].Routes
            let reason = route.Withheld(row)
            where reason is not null
            select new Redecided(route.PlatformNo, write.RecordNo, reason)];

    /// <summary>Rows whose publication term is over already. A changed row is judged anew: its term may have become longer.</summary>
    private async Task<HashSet<long>> ExpireAsync(ChunkContext context, Chunk chunk, MergePlan plan, ActBooks acts, EffectBook book, CancellationToken ct)
    {
        var today = Today;
        var termed = Writes(context, chunk, plan, book).Where(w => w.Plan.Terms.Length > 0).ToList();
        long[] changed = [.. termed.Where(w => !w.Write.IsNew).Select(w => w.Write.RecordNo)];
        if (changed.Length > 0)
        {
            await acts.RejudgeAsync(changed, ct);
        }

        var over = termed.Where(w => PublicationEnd.MayBeOver(w.Plan, chunk.Accepted[w.Write.Row].DecidedOn, today)
                && PublicationEnd.IsOver(w.Plan, ContentReader.Read(chunk.Content(w.Write.Row), w.Plan), context.Payload.ReceivedOn, today))
            .Select(w => PublicationEnd.Act(w.Write.RecordNo, chunk.Accepted[w.Write.Row].Line)).ToList();
        return over.Count == 0 ? [] : (await acts.WriteAsync(over, new ActOrigin(context.RunId, context.Payload.PayloadId), ct)).Touched;
    }

    private static async Task<HashSet<long>> DeleteAsync(Chunk chunk, string reason, ActOrigin origin, ActBooks acts, CancellationToken ct)
    {
        var lines = chunk.Deleted.ToDictionary(d => d.Id.ToString(), d => d.Line);
        var held = lines.Count == 0 ? [] : await acts.ShownAsync([.. lines.Keys], ct);
        return held.Count == 0 ? [] : (await acts.WriteAsync(
            [.. held.Select(h => new ActRow { Action = "withdraw", Reason = reason, RecordNo = h.RecordNo, Line = lines[h.RecordId] })], origin, ct)).Touched;
    }

    /// <summary>Rows that are acts: written, and what they name looked for.</summary>
    private static async Task<HashSet<long>> OrderAsync(ChunkContext context, Chunk chunk, MergePlan plan, ActBooks acts, EffectBook book, CancellationToken ct)
    {
        var rows = new List<ActRow>();
        foreach (var (write, dataset) in Writes(context, chunk, plan, book).Where(w => w.Plan.Effect is not null))
        {
            rows.Add(ActReader.Read(dataset, ContentReader.Read(chunk.Content(write.Row), dataset), write.RecordNo, write.VersionNo, chunk.Accepted[write.Row].Line));
        }

        return rows.Count == 0 ? [] : await WriteAsync(rows, new ActOrigin(context.RunId, context.Payload.PayloadId), acts, book, ct);
    }

    /// <summary>Writes acts and finds the records they name; returns all records that are concerned.</summary>
    public static async Task<HashSet<long>> WriteAsync(IReadOnlyList<ActRow> rows, ActOrigin origin, ActBooks acts, EffectBook book, CancellationToken ct)
    {
        var (numbers, touched) = await acts.WriteAsync(rows, origin, ct);
        var open = rows.Select((row, place) => row with { ActNo = numbers[place] }).Where(r => r.ActNo > 0 && r.RecordNo is null && r.Action != "none").ToList();
        var found = await new ActMatch(book, acts).LookAsync(open, ct);
        await acts.FindAsync(found, ct);
        touched.UnionWith(found.Select(f => f.RecordNo).OfType<long>());
        return touched;
    }

    /// <summary>New rows that waiting acts name, and the numbers by which later acts will.</summary>
    private static async Task<HashSet<long>> NameAsync(ChunkContext context, Chunk chunk, MergePlan plan, ActBooks acts, EffectBook book, CancellationToken ct)
    {
        var named = Writes(context, chunk, plan, book).Where(w => w.Plan.Numbers.Length > 0).ToList();
        var waiting = named.Count == 0 ? [] : await acts.WaitingAsync([.. named.Select(n => n.Plan.Definition.Code).Distinct()], ct);
        var byNumber = waiting.Where(a => a.Number is not null).ToLookup(a => (a.Dataset, a.Number!));
        var references = new List<(string, string, long)>();
        var fits = new Dictionary<long, (ActRow Act, HashSet<long> Records)>();
        foreach (var (write, dataset) in named)
        {
            bool codeless = write.IsNew && chunk.SubjectId(write.Row).Contains((byte)':');
            if (!codeless && waiting.Count == 0)
            {
                continue;
            }

            string code = dataset.Definition.Code;
            var names = RecordNames.Of(dataset, ContentReader.Read(chunk.Content(write.Row), dataset));
            references.AddRange(codeless ? names.Numbers.Select(number => (code, number, write.RecordNo)) : []);
            foreach (var act in names.Numbers.SelectMany(number => byNumber[(code, number)]).Where(names.Fits))
            {
                (fits.TryGetValue(act.ActNo, out var entry) ? entry : fits[act.ActNo] = (act, [])).Records.Add(write.RecordNo);
            }
        }

        await acts.ReferAsync(references, ct);
        return await FoundAsync(fits.Values, acts, book, ct);
    }

    /// <summary>With the new rows the books may hold several that fit: the look is the ordinary one.</summary>
    private static async Task<HashSet<long>> FoundAsync(
        IEnumerable<(ActRow Act, HashSet<long> Records)> fits, ActBooks acts, EffectBook book, CancellationToken ct)
    {
        var list = fits.ToList();
        if (list.Count == 0)
        {
            return [];
        }

        var found = await new ActMatch(book, acts).LookAsync([.. list.Select(f => f.Act with { Finding = null })], ct);
        var all = found.Select(f => f.RecordNo is null && f.Finding is null ? ActMatch.Found(f, list.First(l => l.Act.ActNo == f.ActNo).Records) : f).ToList();
        await acts.FindAsync(all, ct);
        return [.. all.Select(f => f.RecordNo).OfType<long>()];
    }

    private static IEnumerable<(VersionRow Write, DatasetPlan Plan)> Writes(ChunkContext context, Chunk chunk, MergePlan plan, EffectBook book)
    {
        var plans = context.Editions.Select(e => book.PlanOf(e.DatasetNo)).ToArray();
        return plan.Writes.Select(w => (w, plans[chunk.Accepted[w.Row].Edition])).Where(w => w.Item2 is not null)!;
    }
}
