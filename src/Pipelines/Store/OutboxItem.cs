using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store.Queue;

namespace CreditHub.Pipelines.Store;

/// <summary>
/// One version owed to a platform, with what is needed to send it. Its content lies in a block it shares with others until <see cref="Release"/>;
/// who holds the item afterwards knows what it is, not what it says.
/// </summary>
internal sealed class OutboxItem(OwedRow row)
{
    private ContentBlock? _block;

    public long VersionNo => row.VersionNo;

    public long RecordNo => row.RecordNo;

    public int Version => row.Version;

    public short DatasetNo => row.DatasetNo;

    public Operation Operation => row.Operation;

    public string? Reason { get; private set; }

    public ReadOnlyMemory<byte> Content { get; private set; }

    public RecordId RecordId { get; private set; }

    /// <summary>Number of the record's newest version when this was read.</summary>
    public long Newest { get; private set; }

    /// <summary>The run that stored the version: under its configuration it was decided that it is owed.</summary>
    public long RunId { get; private set; }

    public void SetContent(long runId, string? reason, ReadOnlyMemory<byte> content, ContentBlock block)
    {
        RunId = runId;
        Reason = reason;
        Content = content;
        _block = block;
        block.Hold();
    }

    public void SetIdentity(RecordId id, long newest)
    {
        RecordId = id;
        Newest = newest;
    }

    /// <summary>The content is not needed any more (idempotent).</summary>
    public void Release()
    {
        Content = default;
        _block?.Release();
        _block = null;
    }
}
