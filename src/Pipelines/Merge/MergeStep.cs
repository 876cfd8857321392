using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Merge;

/// <summary>
/// Step 3: fills chunks from the spooled records of a payload and commits them in source order. Two are under way at a time, the next is
/// filled meanwhile: the memory of this step does not depend on the payload.
/// </summary>
internal sealed class MergeStep(ChunkWriter writer)
{
    private const int Writers = 2;

    /// <summary>
    /// Loads a payload from the line the books have. <paramref name="place"/> is its place in survey and spool. Cancelled between
    /// chunks, never inside one; returns normally only when the whole payload is in the books, and in any case with nothing under way.
    /// </summary>
    public async Task LoadAsync(
        ChunkContext context, RecordSpool spool, Survey survey, int place, int chunkSize, Action<int> loaded, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, context.Lease.Lost);
        var filler = new ChunkFiller(context, spool, survey, place);
        var free = new Stack<Chunk>(Enumerable.Range(0, Writers).Select(_ => new Chunk(chunkSize)));
        var underWay = new Queue<(Chunk Chunk, Task Done)>(Writers);
        var before = Task.CompletedTask;
        try
        {
            Chunk chunk;
            do
            {
                stop.Token.ThrowIfCancellationRequested();
                chunk = free.TryPop(out var unused) ? unused : await NextDoneAsync();
                filler.Fill(chunk);
                before = writer.WriteAsync(context, chunk, before, context.Lease.Lost);
                underWay.Enqueue((chunk, before));
            }
            while (!chunk.IsLast);

            while (underWay.Count > 0)
            {
                await NextDoneAsync();
            }
        }
        finally
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // each waits for the one before it
        }

        async Task<Chunk> NextDoneAsync()
        {
            var (chunk, done) = underWay.Dequeue();
            await done;
            loaded(chunk.LastLine);
            return chunk;
        }
    }
}
