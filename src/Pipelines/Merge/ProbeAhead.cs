using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Merge;

/// <summary>
/// Takes the checked rows of a run into its spool, and asks the books about each block of them while the next is being checked: the server works
/// while this process checks, and an unchanged row needs neither be written here nor asked about again. Two questions are under way at a time;
/// that, and not the payload, decides the memory. What was answered lives as long as this process: a resumed run looks and asks again.
/// <para>
/// Why an answer may be older than the transaction that counts the row: "unchanged" says that at that moment of this run the newest version of the
/// record was this content. Had the row been merged in that moment, nothing would have been written. So the run counts as having met this record
/// then, and whatever another writer made of the record since comes after it: an order in which the two could have come one after the other. No
/// row depends on another record's state, and a key meets the books once a run: rows that a later copy replaces are told apart by the
/// <see cref="Survey"/> first, whatever was answered about them. "Absent" is never trusted alone: the row is inserted, and if somebody else has
/// inserted the key since, the unique key refuses and the chunk asks again.
/// </para>
/// </summary>
internal sealed class ProbeAhead(HeadProbe probe, RecordSpool spool) : IAsyncDisposable
{
    private const int AtOnce = 2;
    private const int Rows = 3072;
    private const int Bytes = 2 << 20;

    private readonly Queue<(SpoolBlock Block, Task Answered)> _asked = new(AtOnce);
    private readonly Stack<SpoolBlock> _free = new();
    private SpoolBlock _filling = new(Rows, Bytes);
    private int _payload;

    /// <summary>The rows that follow belong to the next payload.</summary>
    public void BeginPayload() => _payload = spool.BeginPayload();

    /// <summary>Takes over what the books keep of some rows.</summary>
    public ValueTask AddAsync(SpoolBlock rows, CancellationToken ct)
    {
        _filling.Append(rows, _payload);
        return _filling.IsFull ? new ValueTask(AskAsync(ct)) : default;
    }

    /// <summary>No row follows: returns when all are in the spool.</summary>
    public async Task CompleteAsync(CancellationToken ct)
    {
        await AskAsync(ct);
        while (_asked.Count > 0)
        {
            await SpoolOldestAsync();
        }
    }

    /// <summary>Forgets everything.</summary>
    public async Task RestartAsync()
    {
        await DisposeAsync();
        _filling.Clear();
        spool.Restart();
    }

    /// <summary>Ends with nothing under way.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_asked.TryDequeue(out var asked))
        {
            await asked.Answered.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Free(asked.Block);
        }
    }

    private async Task AskAsync(CancellationToken ct)
    {
        var block = _filling;
        _asked.Enqueue((block, Task.Run(() => probe.AskAsync(block, ct), ct)));
        if (_asked.Count > AtOnce)
        {
            await SpoolOldestAsync();
        }

        _filling = _free.TryPop(out var free) ? free : new SpoolBlock(Rows, Bytes);
    }

    private async Task SpoolOldestAsync()
    {
        await _asked.Peek().Answered;
        var block = _asked.Dequeue().Block;
        spool.Append(block);
        Free(block);
    }

    private void Free(SpoolBlock block)
    {
        block.Clear();
        _free.Push(block);
    }
}
