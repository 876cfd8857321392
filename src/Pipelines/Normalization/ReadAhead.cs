using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Decodes ahead on a thread of its own while the records before are normalised. Order and errors are those of the decoder. Three reused
/// batches are also the back-pressure: memory does not depend on the payload.
/// </summary>
internal static class ReadAhead
{
    private const int Batches = 3;

    /// <summary>The yielded instance is valid until the next move. Ended early, the decoder has stopped when this returns.</summary>
    public static async IAsyncEnumerable<RawRecord> AheadAsync(this IAsyncEnumerable<RawRecord> records, [EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var free = Channel.CreateBounded<RawBatch>(Batches);
        var full = Channel.CreateBounded<RawBatch>(Batches);
        for (int i = 0; i < Batches; i++)
        {
            free.Writer.TryWrite(new RawBatch());
        }

        var decoding = Task.Run(() => DecodeAsync(records, free.Reader, full.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in full.Reader.ReadAllAsync(ct))
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    yield return batch[i];
                }

                batch.Clear();
                free.Writer.TryWrite(batch);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await decoding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What the decoder throws is thrown to the reader, after the records before it.</summary>
    private static async Task DecodeAsync(
        IAsyncEnumerable<RawRecord> records, ChannelReader<RawBatch> free, ChannelWriter<RawBatch> full, CancellationToken stop)
    {
        Exception? failure = null;
        RawBatch? batch = null;
        try
        {
            await foreach (var record in records.WithCancellation(stop))
            {
                batch ??= await free.ReadAsync(stop);
                batch.Add(record);
                if (batch.IsFull)
                {
                    await full.WriteAsync(batch, stop);
                    batch = null;
                }
            }
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            if (batch is not null)
            {
                full.TryWrite(batch);
            }

            full.TryComplete(failure);
        }
    }
}
