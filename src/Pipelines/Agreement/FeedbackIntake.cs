using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Delivery;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Queue;
using Npgsql;

namespace CreditHub.Pipelines.Agreement;

/// <summary>
/// Reads what a platform found later about records it had accepted: each finding once, wherever the process dies. Doubts and corrections become entries in the
/// supplier's quarantine; repairs and objections become acts on the record, for every platform. What cannot (the record is not in the books, or not held by that
/// platform) stands open in <c>evidence.feedback</c> with what a person can do.
/// </summary>
public sealed class FeedbackIntake
{
    private readonly NpgsqlDataSource _database;
    private readonly PlatformAccess _platforms;
    private readonly HubOptions _options;
    private readonly RelayTools _tools;
    private readonly FeedbackActs _acts;

    internal FeedbackIntake(NpgsqlDataSource database, PlatformAccess platforms, HubOptions options, RelayTools tools, FeedbackActs acts)
    {
        _database = database;
        _platforms = platforms;
        _options = options;
        _tools = tools;
        _acts = acts;
    }

    /// <summary>Reads to the end of what there is. Errors as those of <see cref="Reconciliation.RunAsync"/>.</summary>
    public async Task<FeedbackSummary> RunAsync(string platform, CancellationToken ct)
    {
        var definition = _platforms.Find(platform);
        if (_platforms.Open(definition) is not IFeedback feedback)
        {
            return new FeedbackSummary(platform, 0, 0, 0, "该类平台没有反馈");
        }

        await using var lease = await Lease.TryTakeAsync(_database, "feedback:" + platform, _options.Holder, _tools.Time, ct);
        if (lease is null)
        {
            return new FeedbackSummary(platform, 0, 0, 0, $"正在由 {await Lease.HolderAsync(_database, "feedback:" + platform, ct)} 读取");
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, lease.Lost);
        short number = await _platforms.NumberAsync(definition, stop.Token);
        var books = new FeedbackBooks(_database, _tools.Words, lease, number);
        var read = await ReadAsync(definition, feedback, books, number, stop.Token);
        var (acted, _, _) = await _acts.RunAsync(number, stop.Token);
        if (acted > 0)
        {
            _tools.Logger.FeedbackActed(platform, acted);
        }

        return read with { Acted = acted, Open = await _acts.WaitingAsync(number, stop.Token) };
    }

    private async Task<FeedbackSummary> ReadAsync(PlatformDefinition definition, IFeedback feedback, FeedbackBooks books, short number, CancellationToken ct)
    {
        var reader = new PageReader(definition, number, _tools.Outbox, _tools.Time);
        var total = new FeedbackSummary(definition.Name, 0, 0, 0, "");
        string after = await books.CursorAsync(ct);
        while (true)
        {
            string from = after;
            var page = await reader.ReadAsync(() => feedback.ListFeedbackAsync(from, ct), ct);
            if (page.Fault is { } fault)
            {
                return total with { Message = fault.OperatorMessage ?? fault.Kind.ToString() };
            }

            // also without anything new: records may have come that earlier findings speak of
            after = page.Next ?? (page.Items.Count > 0 ? page.Items[^1].FeedbackId : from);
            var (read, quarantined) = await books.AddAsync(page.Items, after, ct);
            total = total with { Read = total.Read + read, Quarantined = total.Quarantined + quarantined };
            if (read > 0)
            {
                _tools.Logger.FeedbackRead(definition.Name, read, quarantined);
            }

            if (page.Items.Count == 0 || page.Next is null || after == from)
            {
                return total;
            }
        }
    }
}
