using CreditHub.Pipelines.Store.Queue;

namespace CreditHub.Pipelines.Delivery;

internal sealed partial class PlatformRelay
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_sizesPace = TimeSpan.FromSeconds(10);

    private List<CircuitRow> _told = [];
    private DateTimeOffset _nextLook = DateTimeOffset.MinValue;
    private DateTimeOffset _toldAt = DateTimeOffset.MinValue;

    /// <summary>What people see of the sender's memory: written when a circuit turns, and at most every ten seconds when only sizes have changed.</summary>
    private async Task TellAsync(bool atOnce, CancellationToken ct)
    {
        var now = tools.Time.GetUtcNow();
        if (now < _nextLook && !atOnce)
        {
            return;
        }

        _nextLook = now + s_look;
        var rows = Standing();
        bool turned = !rows.Select(r => (r.DatasetNo, r.Since)).SequenceEqual(_told.Select(r => (r.DatasetNo, r.Since)));
        if (rows.SequenceEqual(_told) || (!turned && !atOnce && now - _toldAt < s_sizesPace))
        {
            return;
        }

        await tools.Outbox.TellAsync(lease, platformNo, rows, ct);
        (_told, _toldAt) = (rows, now);
    }

    private List<CircuitRow> Standing()
    {
        var limits = _pace.Limits;
        var rows = new List<CircuitRow>(_lanes.Count + 1) { Row(0, _pace.Breaker, limits.MaxRecords, limits.MaxBytes) };
        rows.AddRange(_lanes.Values.OrderBy(l => l.DatasetNo).Select(l => Row(l.DatasetNo, l.Breaker, l.Size.Records(limits), l.Size.Bytes(limits))));
        return rows;

        CircuitRow Row(short datasetNo, Breaker breaker, int records, int bytes) =>
            new(datasetNo, breaker.IsOpen, breaker.Turned ?? _startedAt, breaker.IsOpen ? breaker.Reason : null, records, bytes);
    }
}
