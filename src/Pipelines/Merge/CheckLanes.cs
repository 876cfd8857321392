using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Pipelines.Merge;

/// <summary>
/// Checks the payloads of one connector on several threads: one decodes, the others take its batches of rows in turn, and what they checked comes out
/// in the order of the rows. Errors come after the rows before them. A few reused batches for each thread are also the back-pressure: memory does not
/// depend on the payload. The first normaliser also checks short payloads alone; another is made for payloads of more than one batch.
/// </summary>
internal sealed class CheckLanes
{
    private const int MostLanes = 2;
    private const int Batches = 2;

    private readonly Normalizer _first;
    private readonly Func<Normalizer> _another;
    private readonly Normalizer?[] _normalizers;
    private Normalizer _last;

    public CheckLanes(Normalizer first, Func<Normalizer> another)
    {
        _first = first;
        _another = another;
        _normalizers = new Normalizer?[Math.Min(MostLanes, Environment.ProcessorCount)];
        _normalizers[0] = first;
        _last = first;
    }

    /// <summary>Columns of the payload read last that no field takes: dropped, never stored. Names only.</summary>
    public IReadOnlyList<string> UnknownColumns => _last.UnknownColumns;

    /// <summary>Those of <see cref="UnknownColumns"/> that must never be collected.</summary>
    public IReadOnlyList<string> ForbiddenColumns => _last.ForbiddenColumns;

    /// <summary>The column that marks deletions where no record of the payload read last has it; null otherwise.</summary>
    public string? AbsentDeletion => _last.AbsentDeletion;

    /// <summary>
    /// The checked rows of the payload, all as of its first place in a run. The yielded block is valid until the next move. Ended early, all threads
    /// have stopped when this returns. Throws as <see cref="INormalizer.ReadAsync"/>.
    /// </summary>
    public async IAsyncEnumerable<SpoolBlock> ReadAsync(
        Stream payload, IPayloadDecoder decoder, DateOnly receivedOn, [EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var lanes = Array.ConvertAll(_normalizers, _ => new Lane());
        IReadOnlyList<string>? header = null;
        var rows = decoder.DecodeAsync(payload, columns => _first.Require(header = columns), stop.Token);
        Task[] threads =
        [
            Task.Run(() => DecodeAsync(rows, lanes, stop.Token), CancellationToken.None),
            .. lanes.Select((lane, place) => Task.Run(() => CheckAsync(lane, place, receivedOn, decoder.FixedColumns, stop.Token), CancellationToken.None)),
        ];
        int turn = 0;
        try
        {
            while (await lanes[turn % lanes.Length].Checked.Reader.WaitToReadAsync(ct))
            {
                var lane = lanes[turn % lanes.Length];
                var block = await lane.Checked.Reader.ReadAsync(ct);
                yield return block;
                block.Clear();
                lane.Blocks.Writer.TryWrite(block);
                turn++;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(threads)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (turn == 0)
        {
            _first.Begin(receivedOn);
            _first.Take(header);
        }

        _last = _normalizers[Math.Max(turn - 1, 0) % lanes.Length]!;
    }

    /// <summary>What the decoder throws goes to the thread whose turn it would be.</summary>
    private static async Task DecodeAsync(IAsyncEnumerable<Model.RawRecord> rows, Lane[] lanes, CancellationToken stop)
    {
        Exception? failure = null;
        RawBatch? batch = null;
        int turn = 0;
        try
        {
            await foreach (var row in rows.WithCancellation(stop))
            {
                batch ??= await lanes[turn % lanes.Length].Batches.Reader.ReadAsync(stop);
                batch.Add(row);
                if (batch.IsFull)
                {
                    lanes[turn++ % lanes.Length].Decoded.Writer.TryWrite(batch);
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
                lanes[turn++ % lanes.Length].Decoded.Writer.TryWrite(batch);
            }

            for (int i = 0; i < lanes.Length; i++)
            {
                lanes[i].Decoded.Writer.TryComplete(i == turn % lanes.Length ? failure : null);
            }
        }
    }

    private async Task CheckAsync(Lane lane, int place, DateOnly receivedOn, bool fixedColumns, CancellationToken stop)
    {
        Exception? failure = null;
        try
        {
            Normalizer? normalizer = null;
            await foreach (var batch in lane.Decoded.Reader.ReadAllAsync(stop))
            {
                if (normalizer is null)
                {
                    normalizer = _normalizers[place] ??= _another();
                    normalizer.Begin(receivedOn);
                }

                var block = await lane.Blocks.Reader.ReadAsync(stop);
                for (int i = 0; i < batch.Count; i++)
                {
                    block.Add(normalizer.Normalize(batch[i], fixedColumns), payload: 0);
                }

                batch.Clear();
                lane.Batches.Writer.TryWrite(batch);
                lane.Checked.Writer.TryWrite(block);
            }
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            lane.Checked.Writer.TryComplete(failure);
        }
    }

    /// <summary>Batches and blocks of one thread, on their way and back. A channel has room for all there are: writing never waits.</summary>
    private sealed class Lane
    {
        private const int BlockBytes = 512 << 10;

        public Lane()
        {
            for (int i = 0; i < CheckLanes.Batches; i++)
            {
                Batches.Writer.TryWrite(new RawBatch());
                Blocks.Writer.TryWrite(new SpoolBlock(RawBatch.Rows, BlockBytes));
            }
        }

        public Channel<RawBatch> Batches { get; } = Channel.CreateBounded<RawBatch>(CheckLanes.Batches);

        public Channel<RawBatch> Decoded { get; } = Channel.CreateBounded<RawBatch>(CheckLanes.Batches);

        public Channel<SpoolBlock> Blocks { get; } = Channel.CreateBounded<SpoolBlock>(CheckLanes.Batches);

        public Channel<SpoolBlock> Checked { get; } = Channel.CreateBounded<SpoolBlock>(CheckLanes.Batches);
    }
}
