using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Delivery;

internal sealed partial class PlatformRelay
{
    /// <summary>What an answer means for its packet, its dataset and the platform's pace.</summary>
    private async Task<PacketOutcome> InterpretAsync(Flight flight, DeliveryAnswer answer, CancellationToken ct)
    {
        bool asked = flight.Next == NextStep.Ask && platform is IReceiptLookup;
        if (answer.Kind is not AnswerKind.Answered)
        {
            tools.Logger.PacketNotTaken(definition.Name, answer.Kind.ToString(), answer.HttpStatus, answer.OperatorMessage);
        }

        switch (answer.Kind)
        {
            case AnswerKind.Answered:
                _pace.Succeeded();
                WarnOfStale(flight, answer);
                return Reader.Answered(flight, answer, asked);
            case AnswerKind.NotReceived:
                _pace.Succeeded();
                return flight.Changed ? AnswerReader.Split(flight, answer) : Reader.Again(flight, answer, asked, "unknown", NextStep.Send);
            case AnswerKind.PacketRefused:
                _pace.Succeeded();
                return SplitOrRefuse(flight, answer, "BAD_PACKET");
            case AnswerKind.TooLarge:
                _pace.Succeeded();
                _pace.Shrink(flight.Items.Count, flight.Delivery.Body.Length);
                return SplitOrRefuse(flight, answer, "TOO_LARGE");
            case AnswerKind.Later:
                _limitsAsked = DateTimeOffset.MinValue;
                _pace.Hold(answer.RetryAfter ?? _pace.Backoff(1));
                return Reader.Again(flight, answer, asked, "retryable", asked ? NextStep.Ask : NextStep.Send);
            case AnswerKind.Transient:
                _pace.Failed();
                return Reader.Again(flight, answer, asked, "retryable", asked ? NextStep.Ask : NextStep.Send);
            case AnswerKind.Unknown:
                _pace.Failed();
                return Reader.Again(flight, answer, asked, "unknown", NextStep.Ask);
            case AnswerKind.DatasetRefused:
                await PauseDatasetAsync(flight, answer, ct);
                return AnswerReader.Split(flight, answer);
            case AnswerKind.Config:
                _stopReason = answer.OperatorMessage ?? "平台拒绝了我方凭据或请求，请核对配置";
                return Reader.Again(flight, answer, asked, "config", NextStep.Ask);
            default:
                throw new InvalidOperationException($"No answer of kind {answer.Kind} is known.");
        }
    }

    private PacketOutcome SplitOrRefuse(Flight flight, DeliveryAnswer answer, string code)
    {
        if (flight.Open.Count == 1)
        {
            return AnswerReader.RefusedAlone(flight, answer, code);
        }

        Halve(flight);
        return AnswerReader.Split(flight, answer);
    }

    private async Task PauseDatasetAsync(Flight flight, DeliveryAnswer answer, CancellationToken ct)
    {
        string dataset = flight.Delivery.Delivery.Dataset;
        string reason = answer.OperatorMessage ?? $"平台不接收我方报送的 {dataset}";
        await tools.Outbox.PauseDatasetAsync(lease, platformNo, dataset, reason, ct);
        _paused.UnionWith(await tools.Outbox.PausedDatasetsAsync(platformNo, ct));
        tools.Logger.DatasetPaused(definition.Name, dataset, reason);
    }

    private void WarnOfStale(Flight flight, DeliveryAnswer answer)
    {
        int stale = answer.Results?.Count(r => r.Status == RecordStatus.Stale) ?? 0;
        if (stale > 0)
        {
            tools.Logger.VersionsStale(definition.Name, stale, flight.Delivery.Delivery.Dataset);
        }
    }
}
