using System.Threading.Channels;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Merge;

/// <summary>
/// Step 3: fills chunks from the records of a payload and commits them one after the other. Checking and committing overlap by a pool
/// of three chunks, which is also the back-pressure: the memory of this step does not depend on the payload.
/// </summary>
internal sealed class MergeStep(ChunkWriter writer)
{
    private const int PooledChunks = 3;

    /// <summary>
    /// Loads a payload from the line the books have. <paramref name="place"/> is its place in the survey. Cancelled between
    /// chunks, never inside one; returns normally only when the whole payload is in the books.
    /// </summary>
    public async Task LoadAsync(
        ChunkContext context, IAsyncEnumerable<Record> records, Survey survey, int place, int chunkSize, Action<int> loaded, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, context.Lease.Lost);
        var free = Channel.CreateBounded<Chunk>(PooledChunks);
        var full = Channel.CreateBounded<Chunk>(PooledChunks);
        for (int i = 0; i < PooledChunks; i++)
        {
            free.Writer.TryWrite(new Chunk(chunkSize));
        }

        var filling = Task.Run(() => FillAsync(context, records, survey, place, free.Reader, full.Writer, stop.Token), CancellationToken.None);
        try
        {
            await CommitAsync(context, full.Reader, free.Writer, loaded, stop.Token);
        }
        catch
        {
            await stop.CancelAsync();
            await filling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await filling;
    }

    private async Task CommitAsync(
        ChunkContext context, ChannelReader<Chunk> full, ChannelWriter<Chunk> free, Action<int> loaded, CancellationToken stop)
    {
        Chunk? held = null; // one chunk is held back so that the last one is known as the last
        await foreach (var chunk in full.ReadAllAsync(stop))
        {
            if (held is not null)
            {
                await writer.WriteAsync(context, held, last: false, context.Lease.Lost);
                loaded(held.LastLine);
                stop.ThrowIfCancellationRequested();
                held.Clear();
                await free.WriteAsync(held, stop);
            }

            held = chunk;
        }

        await writer.WriteAsync(context, held!, last: true, context.Lease.Lost);
        loaded(held!.LastLine);
    }

    private static async Task FillAsync(
        ChunkContext context, IAsyncEnumerable<Record> records, Survey survey, int place,
        ChannelReader<Chunk> free, ChannelWriter<Chunk> full, CancellationToken stop)
    {
        Exception? failure = null;
        try
        {
            var chunk = await free.ReadAsync(stop);
            int firstRow = survey.FirstRow(place);
            int row = firstRow;
            await foreach (var record in records.WithCancellation(stop))
            {
                if (record.Raw.Line <= context.Payload.MergedLine)
                {
                    chunk.Skip(record);
                    row++;
                    continue;
                }

                if (chunk.IsFull)
                {
                    await full.WriteAsync(chunk, stop);
                    chunk = await free.ReadAsync(stop);
                }

                Sort(context, chunk, record, CopyReason(survey, place, row++));
            }

            await full.WriteAsync(chunk, stop);
        }
        catch (Exception e) when (e is ConnectorException or IOException or OperationCanceledException)
        {
            failure = e;
            throw;
        }
        finally
        {
            full.TryComplete(failure);
        }
    }

    private static void Sort(ChunkContext context, Chunk chunk, Record record, string? copyOf)
    {
        if (!record.Accepted)
        {
            if (record.ExcludedReason is string reason)
            {
                chunk.AddNoted(record, "excluded", reason);
            }
            else
            {
                chunk.AddRejected(record);
            }
        }
        else if (context.StoppedBecause is string stopped)
        {
            chunk.AddNoted(record, "excluded", stopped);
        }
        else if (copyOf is not null)
        {
            chunk.AddNoted(record, "duplicate", copyOf);
        }
        else
        {
            chunk.AddAccepted(record);
        }
    }

    private static string? CopyReason(Survey survey, int place, int row)
    {
        if (survey.WinnerOf(row) is not int winner)
        {
            return null;
        }

        int line = winner - survey.FirstRow(place) + 1;
        return line <= survey.RowsOf(place) ? $"与本文件第{line}条记录主键相同，以后者为准" : "与本次运行后续文件中的记录主键相同，以后者为准";
    }
}
