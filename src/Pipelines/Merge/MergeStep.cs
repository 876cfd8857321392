using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Merge;

/// <summary>
/// Step 3: fills chunks from the spooled records of a payload and commits them one after the other. The next chunk is filled while one
/// is committed: two chunks, whatever the size of the payload.
/// </summary>
internal sealed class MergeStep(ChunkWriter writer)
{
    /// <summary>
    /// Loads a payload from the line the books have. <paramref name="place"/> is its place in survey and spool. Cancelled between
    /// chunks, never inside one; returns normally only when the whole payload is in the books.
    /// </summary>
    public async Task LoadAsync(
        ChunkContext context, RecordSpool spool, Survey survey, int place, int chunkSize, Action<int> loaded, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, context.Lease.Lost);
        var filler = new ChunkFiller(context, spool, survey, place);
        var (chunk, next) = (new Chunk(chunkSize), new Chunk(chunkSize));
        filler.Fill(chunk);
        while (true)
        {
            stop.Token.ThrowIfCancellationRequested();
            bool last = chunk.IsLast;
            var filling = last ? Task.CompletedTask : Task.Run(() => filler.Fill(next), CancellationToken.None);
            await Task.WhenAll(writer.WriteAsync(context, chunk, context.Lease.Lost), filling);
            loaded(chunk.LastLine);
            if (last)
            {
                return;
            }

            (chunk, next) = (next, chunk);
        }
    }
}
