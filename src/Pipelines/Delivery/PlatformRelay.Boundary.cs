using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Effects;

namespace CreditHub.Pipelines.Delivery;

internal sealed partial class PlatformRelay
{
    private static readonly TimeSpan s_consent = TimeSpan.FromSeconds(2);

    private bool _retractionWaits = standing.RetractionWaits;
    private DateTimeOffset _nextConsent = DateTimeOffset.MinValue;
    private DateTimeOffset _nextYield = tools.Time.GetUtcNow() + s_consent;
    private Task<bool>? _aligning;

    /// <summary>Whether another sender has read a newer configuration and waits for the platform: what has begun is finished, and nothing more is sent by ours.</summary>
    private async Task<bool> YieldsAsync(CancellationToken ct)
    {
        var now = tools.Time.GetUtcNow();
        if (now < _nextYield)
        {
            return false;
        }

        _nextYield = now + s_consent;
        return !await standing.InForce.IsOursAsync(platformNo, ct);
    }

    /// <summary>What a stricter configuration takes back and waits for a person's consent begins beside the loop when that is given.</summary>
    private async Task AlignAsync(CancellationToken ct)
    {
        if (_aligning is { IsCompleted: true } done)
        {
            _aligning = null;
            _retractionWaits = await done;
            _urgentWaits = true;
        }

        var now = tools.Time.GetUtcNow();
        if (_retractionWaits && _aligning is null && now >= _nextConsent)
        {
            _nextConsent = now + s_consent;
            _aligning = await boundary.IsConfirmedAsync(platformNo, ct) ? boundary.AlignAsync(definition, platformNo, lease, ct) : null;
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
