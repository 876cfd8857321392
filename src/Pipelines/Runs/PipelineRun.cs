using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Effects;
using Microsoft.Extensions.Logging;

namespace CreditHub.Pipelines.Runs;

/// <summary>One execution of a connector's pipeline: calls the steps in order. Whatever line it dies at, running it again finishes it.</summary>
internal sealed class PipelineRun(RunParts parts, ConnectorPlan plan, Lease lease, IProgress<RunProgress>? progress, ILogger logger)
{
    private readonly ColumnNotes _columns = new();

    private ConnectorDefinition Connector => plan.Connector;

    /// <summary>Runs to the end and returns the outcome and a sentence for people.</summary>
    public async Task<(string Outcome, string Text)> ExecuteAsync(RunEntry run, CancellationToken ct)
    {
        var payloads = run.Step == "fetch" ? await FetchAsync(run, ct) : await parts.Ledger.PayloadsAsync(run.RunId, ct);
        if (payloads.Count == 0)
        {
            return ("succeeded", "没有待采集的数据");
        }

        using var spool = new RecordSpool(parts.Zone.OpenScratch());
        var survey = await SurveyAsync(run, payloads, spool, ct);
        string? stopped = survey.Exceeds(Connector.Limits.RejectedCount, Connector.Limits.RejectedShare)
            ? $"拒收 {survey.Rejected} 条（共 {survey.Rows} 条），超过上限（{Connector.Limits.RejectedCount} 条或 {Connector.Limits.RejectedShare:P0}），整批未入库"
            : null;
        if (_columns.AbsentDeletion is { } absent)
        {
            logger.DeletionColumnAbsent(run.RunId, Connector.Name, absent, _columns.WithoutDeletion);
        }

        await LoadAsync(run, payloads, survey, spool, stopped, ct);
        return stopped is null ? await ConcludeAsync(run, payloads, survey, spool, ct) : ("failed", stopped);
    }

    /// <summary>Tells the source which payloads the books are done with; repeated after a crash.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        foreach (var payload in await parts.Ledger.UnsettledAsync(Connector.Name, ct))
        {
            var outcome = payload.Outcome switch
            {
                "merged" => PayloadOutcome.Merged,
                "duplicate" => PayloadOutcome.Duplicate,
                _ => PayloadOutcome.Refused,
            };
            await plan.Source.SettleAsync(new SettledPayload(payload.Name, payload.Sha256, outcome, payload.Reason), ct);
            await parts.Ledger.MarkSettledAsync(payload.PayloadId, lease, ct);
        }
    }

    private async Task<List<LandedPayload>> FetchAsync(RunEntry run, CancellationToken ct)
    {
        var from = run.Kind is "full" || run.Partial ? Cursor.Start : await parts.Ledger.CursorAsync(Connector.Name, ct);
        var window = new FetchWindow(from, run.FromDate, run.ToDate, run.Subject);
        var payloads = await parts.Collector.CollectAsync(Connector, plan.Source, plan.Decoder, window, run.RunId,
            count => Report("fetch", count, null), ct);
        long? declared = payloads.Count > 0 && payloads.TrueForAll(p => p.Declared is not null) ? payloads.Sum(p => p.Declared) : null;
        await parts.Ledger.LandAsync(run.RunId, payloads, declared, recognise: run.Kind != "full" && !Connector.Snapshot, lease, ct);
        return payloads;
    }

    /// <summary>A payload that cannot be read as a whole is set aside; the look then starts again without it.</summary>
    private async Task<Survey> SurveyAsync(RunEntry run, List<LandedPayload> payloads, RecordSpool spool, CancellationToken ct)
    {
        await using var rows = new ProbeAhead(parts.Probe, spool);
        while (true)
        {
            var survey = new Survey();
            _columns.Clear();
            await rows.RestartAsync();
            if (await TrySurveyAsync(run, payloads, survey, rows, ct))
            {
                await rows.CompleteAsync(ct);
                survey.Close();
                return survey;
            }
        }
    }

    /// <summary>False when a payload was set aside: those behind it were read for that alone then, so that many bad ones cost no more than one look each.</summary>
    private async Task<bool> TrySurveyAsync(RunEntry run, List<LandedPayload> payloads, Survey survey, ProbeAhead rows, CancellationToken ct)
    {
        bool whole = true;
        foreach (var payload in payloads)
        {
            survey.BeginPayload();
            rows.BeginPayload();
            if (payload.Outcome == "duplicate" || (payload.Outcome == "refused" && payload.MergedLine == 0))
            {
                continue;
            }

            try
            {
                await SurveyAsync(payload, survey, whole ? rows : null, ct);
            }
            catch (ConnectorException e) when (e.Kind == FailureKind.Payload)
            {
                logger.PayloadRefused(run.RunId, Connector.Name, e.OperatorMessage);
                payload.Outcome = "refused";
                payload.Reason = e.OperatorMessage;
                await parts.Ledger.RefusePayloadAsync(payload.PayloadId, e.OperatorMessage, lease, ct);
                whole = false;
            }
        }

        return whole;
    }

    private async Task SurveyAsync(LandedPayload payload, Survey survey, ProbeAhead? rows, CancellationToken ct)
    {
        int before = survey.Rows;
        await using var stream = Open(payload);
        await foreach (var block in plan.Lanes.ReadAsync(stream, plan.Decoder, payload.ReceivedOn, ct))
        {
            int thousands = survey.Rows / 10_000;
            survey.Add(block);
            if (rows is not null)
            {
                await rows.AddAsync(block, ct);
            }

            if (survey.Rows / 10_000 > thousands)
            {
                Report("survey", survey.Rows, null);
            }
        }

        _columns.Add(plan.Lanes.UnknownColumns, plan.Lanes.ForbiddenColumns, plan.Lanes.AbsentDeletion);
        int count = survey.Rows - before;
        if (payload.Declared is long declared && declared != count)
        {
            throw new ConnectorException(FailureKind.Payload, $"数据不完整：报送方声明 {declared} 条，实际收到 {count} 条，请重新报送");
        }
    }

    private async Task LoadAsync(RunEntry run, List<LandedPayload> payloads, Survey survey, RecordSpool spool, string? stopped, CancellationToken ct)
    {
        var open = await parts.Registry.OpenRejectionsAsync(Connector.Name, ct);
        for (int place = 0; place < payloads.Count; place++)
        {
            var payload = payloads[place];
            if (payload.Outcome is not null)
            {
                continue;
            }

            int done = survey.FirstRow(place);
            var context = new ChunkContext
            {
                RunId = run.RunId, Payload = payload, Editions = plan.Editions,
                Lease = lease, CorrectBy = plan.WorkingDays.AddWorkingDays(payload.ReceivedOn, 5), OpenRejections = open,
                StoppedBecause = stopped, MovesCursor = !run.Partial && !LandedPayload.IsBehindGap(payloads, place), Effects = parts.Effects,
                DeletionReason = Connector.Deletion?.Reason ?? "DELETED",
            };
            await parts.Merge.LoadAsync(context, spool, survey, place, Connector.Limits.ChunkSize, line => Report("load", done + line, survey.Rows), ct);
        }
    }

    /// <summary>A snapshot is proved complete when every payload of the run is merged and none had fewer rows than it declared; a part of the source is none.</summary>
    private async Task<(string Outcome, string Text)> ConcludeAsync(
        RunEntry run, List<LandedPayload> payloads, Survey survey, RecordSpool spool, CancellationToken ct)
    {
        var (outcome, text) = Conclude(payloads, survey);
        if (!Connector.Snapshot || outcome != "succeeded" || run.Kind is not ("scheduled" or "manual" or "full"))
        {
            return (outcome, text);
        }

        string? refused = await parts.Absence.RunAsync(Connector, new ActOrigin(run.RunId, payloads[^1].PayloadId), spool, payloads.Count, lease, ct);
        return refused is null ? (outcome, text) : ("partial", text.Length == 0 ? refused : refused + "；" + text);
    }

    private (string Outcome, string Text) Conclude(List<LandedPayload> payloads, Survey survey)
    {
        var refused = payloads.FindAll(p => p.Outcome == "refused");
        int same = payloads.Count(p => p.Outcome == "duplicate");
        if (same == payloads.Count)
        {
            return ("succeeded", $"{same} 个文件的内容与已入库的完全相同，未重复采集");
        }

        if (refused.Count == payloads.Count - same)
        {
            return ("failed", refused[0].Reason);
        }

        if (refused.Count > 0)
        {
            return ("partial", _columns.After($"{refused.Count} 个文件整体退回：{refused[0].Reason}"));
        }

        return survey.Rows == 0 ? ("zero_report", _columns.After("零报告：本期无数据")) : ("succeeded", _columns.After(""));
    }

    private Stream Open(LandedPayload payload) => parts.Zone.Open(payload.Path) ?? throw new ConnectorException(
        FailureKind.Config, $"已落地的数据 {payload.Path} 不在本机数据目录中，请在落地该数据的机器上继续，或重新采集");

    private void Report(string step, long done, long? total) => progress?.Report(new RunProgress(Connector.Name, step, done, total));
}
