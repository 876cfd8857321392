using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Effects;

namespace CreditHub.Pipelines.Delivery;

internal sealed partial class PlatformRelay
{
    private static readonly TimeSpan s_consent = TimeSpan.FromSeconds(2);

    private DateTimeOffset _nextConsent = DateTimeOffset.MinValue;
    private DateTimeOffset _alignBegan;
    private DateTimeOffset _nextYield = tools.Time.GetUtcNow() + s_consent;
    private Task? _aligning;

    /// <summary>Whether another sender has read a newer configuration and waits for the platform: what has begun is finished, and nothing more is sent by ours.</summary>
    private async Task<bool> YieldsAsync(CancellationToken ct)
    {
        var now = tools.Time.GetUtcNow();
        if (now < _nextYield)
        {
            return false;
        }

        _nextYield = now + s_consent;
        return !await inForce.IsOursAsync(platformNo, ct);
    }

    /// <summary>
    /// What a stricter configuration takes back begins beside the loop when a person agrees to it, or when a run has met it before any sender. Rests as long as it took.
    /// </summary>
    private async Task AlignAsync(CancellationToken ct)
    {
        var now = tools.Time.GetUtcNow();
        if (_aligning is { IsCompleted: true } done)
        {
            _aligning = null;
            await done;
            _urgentWaits = true;
            _nextConsent = now + (now - _alignBegan) + s_consent;
        }

        if (_aligning is null && now >= _nextConsent)
        {
            (_nextConsent, _alignBegan) = (now + s_consent, now);
            _aligning = await boundary.IsDueAsync(platformNo, ct) ? boundary.AlignAsync(definition, platformNo, lease, ct) : null;
        }
    }

    /// <summary>Runs by whether they worked under another configuration than ours.</summary>
    private readonly Dictionary<long, bool> _runs = [];

    /// <summary>
    /// What was queued under another configuration, before a restart or by another worker, is decided once more: it may be kept from this platform now. Such
    /// items end in the books here; the numbers of their versions are returned.
    /// </summary>
    private async Task<HashSet<long>> KeepBackAsync(List<OutboxItem> items, CancellationToken ct)
    {
        long[] unknown = [.. items.Select(i => i.RunId).Distinct().Where(run => !_runs.ContainsKey(run))];
        if (unknown.Length > 0)
        {
            var others = await tools.Outbox.OtherRunsAsync(unknown, builder.ConfigDigest, ct);
            Array.ForEach(unknown, run => _runs.Add(run, others.Contains(run)));
        }

        var today = Beijing.DayOf(tools.Time.GetUtcNow());
        var withheld = items.Where(i => _runs[i.RunId]).Select(i => (Item: i, Reason: builder.Withheld(i, today))).Where(w => w.Reason is not null).ToList();
        if (withheld.Count > 0)
        {
            await boundary.TakeBackAsync(definition, [.. withheld.Select(w => new Redecided(platformNo, w.Item.RecordNo, w.Reason))], lease, ct);
            _urgentWaits = true;
        }

        return [.. withheld.Select(w => w.Item.VersionNo)];
    }
}
