using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Merge;

/// <summary>
/// Records with an open rejection, by fingerprint: only an accepted row of one of them can close it, and looking in vain for every other row
/// costs the server as much as the probe. May say yes wrongly, never no. Eight bytes a rejection; beyond <see cref="Most"/> it says yes to all.
/// </summary>
internal sealed class OpenRejections(IReadOnlyCollection<RecordId> records)
{
    public const int Most = 200_000;

    private readonly HashSet<ulong>? _fingerprints = records.Count > Most ? null : [.. records.Select(id => id.Fingerprint)];

    /// <summary>The run itself opens one.</summary>
    public void Opened(RecordId? id)
    {
        if (id is { } record)
        {
            _fingerprints?.Add(record.Fingerprint);
        }
    }

    public bool MayHold(RecordId id) => _fingerprints?.Contains(id.Fingerprint) ?? true;
}
