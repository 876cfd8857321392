using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Delivery;

internal sealed partial class PlatformRelay
{
    /// <summary>A packet that failed so often while others of its dataset went through is looked at in parts.</summary>
    private const int FailuresUntilSuspect = 3;

    /// <summary>Sends of a single record before it is left to a person.</summary>
    private const int SendsOfOneRecord = 10;
    private static readonly TimeSpan s_warnPace = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(10);

    private readonly ReceiptNumbers _numbers = new();
    private (AnswerKind, int?, string?) _warned;
    private DateTimeOffset _warnedAt = DateTimeOffset.MinValue;

    private async Task InterpretFinishedAsync(CancellationToken ct)
    {
        foreach (var (exchange, (flight, began)) in _underWay.Where(e => e.Key.IsCompleted).ToList())
        {
            _underWay.Remove(exchange);
            flight.Lane.UnderWay--;
            bool asked = flight.Next == NextStep.Ask && platform is IReceiptLookup;
            var answer = await exchange;
            var elapsed = tools.Time.GetElapsedTime(began);
            if (!asked)
            {
                Watch(flight, answer, elapsed);
            }

            _outcomes.Add((flight, await InterpretAsync(flight, answer, asked, ct)));
        }
    }

    /// <summary>How long it took decides how large and how many packets may be. A try that found no end says nothing of sizes: it was small already.</summary>
    private void Watch(Flight flight, DeliveryAnswer answer, TimeSpan elapsed)
    {
        flight.Lane.Took(elapsed);
        if (elapsed > s_slow)
        {
            if (answer.Kind == AnswerKind.Answered || !(_pace.Breaker.IsOpen || flight.Lane.Breaker.IsOpen))
            {
                flight.Lane.Size.Halve(flight.Items.Count, flight.Delivery.Body.Length);
                _pace.Ease(flight.Began);
            }
        }
        else if (answer.Kind == AnswerKind.Answered)
        {
            flight.Lane.Size.Well(_pace.Limits);
        }

        if (answer.Kind == AnswerKind.Answered)
        {
            flight.Lane.Taken(flight.Delivery.Body.Length);
        }
    }

    /// <summary>What an answer means for its packet, its dataset and the platform's pace.</summary>
    private async Task<PacketOutcome> InterpretAsync(Flight flight, DeliveryAnswer answer, bool asked, CancellationToken ct)
    {
        Warn(answer);
        var again = asked ? NextStep.Ask : NextStep.Send;
        switch (answer.Kind)
        {
            case AnswerKind.Answered when platform is IReceiptLookup && _numbers.Doubts(answer.ReceiptNo, flight.PacketNo, asked):
                return Reader.Again(flight, answer with { ReceiptNo = null, RetryAfter = TimeSpan.Zero }, asked, "unknown", NextStep.Ask);
            case AnswerKind.Answered:
                Succeeded(flight);
                WarnOfStale(flight, answer);
                return Reader.Answered(flight, answer, asked);
            case AnswerKind.NotReceived:
                return NotReceived(flight, answer, asked);
            case AnswerKind.PacketRefused:
                Succeeded(flight);
                return InPartsOrRefused(flight, answer, "BAD_PACKET");
            case AnswerKind.TooLarge:
                return TooLarge(flight, answer, asked);
            case AnswerKind.Later:
                PutOff(flight, answer);
                return Reader.Again(flight, answer, asked, "retryable", again);
            case AnswerKind.TokenEnded when !flight.TokenEnded:
                flight.TokenEnded = true;
                return Reader.Again(flight, answer with { RetryAfter = TimeSpan.Zero }, asked, "retryable", again);
            case AnswerKind.Transient:
                return Reader.Again(flight, answer, asked, "retryable", Failed(flight, answer, answer.HttpStatus is not null) ? NextStep.Ask : again);
            case AnswerKind.Unknown:
                Failed(flight, answer, reached: true);
                return Reader.Again(flight, answer, asked, "unknown", NextStep.Ask);
            case AnswerKind.DatasetRefused:
                await PauseDatasetAsync(flight, answer, ct);
                return AnswerReader.Split(flight, answer);
            case AnswerKind.TokenEnded or AnswerKind.Config:
                _stopReason = answer.OperatorMessage ?? "平台拒绝了我方凭据或请求，请核对配置";
                return Reader.Again(flight, answer, asked, "config", NextStep.Ask);
            default:
                throw new InvalidOperationException($"No answer of kind {answer.Kind} is known.");
        }
    }

    /// <summary>A platform that is away is tried every few seconds: the same trouble is told every few minutes.</summary>
    private void Warn(DeliveryAnswer answer)
    {
        var (said, now) = ((answer.Kind, answer.HttpStatus, answer.OperatorMessage), tools.Time.GetUtcNow());
        if (answer.Kind is not AnswerKind.Answered && (said != _warned || now - _warnedAt > s_warnPace))
        {
            tools.Logger.PacketNotTaken(definition.Name, answer.Kind.ToString(), answer.HttpStatus, answer.OperatorMessage);
            (_warned, _warnedAt) = (said, now);
        }
    }

    private void Succeeded(Flight flight)
    {
        bool wasAway = flight.Lane.Breaker.IsOpen;
        flight.Lane.Succeeded();
        Answers(flight);
        if (wasAway)
        {
            _flights.FindAll(f => f.IsPatient && f.Lane == flight.Lane).ForEach(f => f.Forgive());
        }
    }

    /// <summary>Somebody is there and at work, whatever is thought of the packet.</summary>
    private void Answers(Flight flight)
    {
        bool wasAway = _pace.Breaker.IsOpen;
        flight.TokenEnded = false;
        _pace.Succeeded();
        if (wasAway)
        {
            Returned();
        }
    }

    /// <summary>The platform answers again: whoever only waited out of patience tries at once, and what it allows may be other than before.</summary>
    private void Returned()
    {
        _limitsAsked = DateTimeOffset.MinValue;
        foreach (var lane in _lanes.Values)
        {
            lane.Breaker.TryNow();
        }

        _flights.FindAll(f => f.IsPatient).ForEach(f => f.Forgive());
    }

    private TimeSpan LongestWait() => _pace.LongestWait(_lanes.Values.Count(l => l.Breaker.Failures > 0));

    /// <summary>
    /// Counts a failure. True when others of the dataset go through while this packet does not: then it is no matter of the platform's health, and the
    /// packet is asked about before its parts are tried apart.
    /// </summary>
    private bool Failed(Flight flight, DeliveryAnswer answer, bool reached)
    {
        flight.FirstFailed = flight.Failures++ == 0 ? tools.Time.GetUtcNow() : flight.FirstFailed;
        bool othersGoThrough = flight.Lane.LastSucceeded > flight.FirstFailed;
        if (reached && othersGoThrough && (flight.Suspect || flight.Failures >= FailuresUntilSuspect))
        {
            flight.Suspect = true;
            return platform is IReceiptLookup;
        }

        string reason = answer.OperatorMessage ?? (answer.HttpStatus is { } status ? $"{answer.Kind}, HTTP {status}" : answer.Kind.ToString());
        if (reached)
        {
            flight.Lane.Breaker.Failed(LongestWait(), reason);
        }

        _pace.Failed(flight.Lane.DatasetNo, reached, reason);
        return false;
    }

    private PacketOutcome NotReceived(Flight flight, DeliveryAnswer answer, bool asked)
    {
        if (flight.Changed)
        {
            return AnswerReader.Split(flight, answer);
        }

        if (!flight.Suspect)
        {
            if (_pace.Breaker.IsOpen)
            {
                flight.Lane.Breaker.TryNow(); // somebody is there again: sending it is the try
            }

            // patience was had before asking; now it is known
            return Reader.Again(flight, answer with { RetryAfter = TimeSpan.Zero }, asked, "unknown", NextStep.Send);
        }

        if (flight.OpenCount > 1)
        {
            return InPartsOrRefused(flight, answer, "");
        }

        return flight.Attempt - flight.Forgiven < SendsOfOneRecord
            ? Reader.Again(flight, answer, asked, "unknown", NextStep.Send)
            : AnswerReader.EndedAlone(flight, answer, "parked", null, "平台多次处理该记录出错，请人工核实后重新报送");
    }

    /// <summary>
    /// Halved until it fits. A single record that is within what the platform states, and that nothing shows to be larger than what it takes, is not refused
    /// for its size as long as no other goes through: then what is wrong is the way there, and it is tried like one.
    /// </summary>
    private PacketOutcome TooLarge(Flight flight, DeliveryAnswer answer, bool asked)
    {
        int bytes = flight.Delivery.Body.Length;
        var lane = flight.Lane;
        Answers(flight);
        _limitsAsked = DateTimeOffset.MinValue;
        if (flight.OpenCount > 1 || bytes > _pace.Limits.MaxBytes || (lane.LargestTaken > 0 && bytes > lane.LargestTaken)
            || (flight.Failures > 0 && lane.LastTaken > flight.FirstFailed) || flight.Attempt >= SendsOfOneRecord)
        {
            lane.Size.TooLarge(flight.Items.Count, bytes);
            return InPartsOrRefused(flight, answer, "TOO_LARGE");
        }

        flight.FirstFailed = flight.Failures++ == 0 ? tools.Time.GetUtcNow() : flight.FirstFailed;
        flight.IsTooLarge = true;
        lane.Size.Forget();
        lane.Breaker.Failed(LongestWait(), answer.OperatorMessage, opens: true);
        return Reader.Again(flight, answer, asked, "retryable", NextStep.Send);
    }

    private static PacketOutcome InPartsOrRefused(Flight flight, DeliveryAnswer answer, string code)
    {
        if (flight.OpenCount == 1)
        {
            return AnswerReader.EndedAlone(flight, answer, "refused", code, answer.OperatorMessage ?? "平台拒收整包");
        }

        flight.InParts = true;
        return AnswerReader.Split(flight, answer);
    }

    /// <summary>The platform's rest is everybody's, unless it keeps putting off one dataset while it takes others. A rest of no time is not meant.</summary>
    private void PutOff(Flight flight, DeliveryAnswer answer)
    {
        _limitsAsked = DateTimeOffset.MinValue;
        var said = answer.RetryAfter > TimeSpan.Zero ? answer.RetryAfter : null;
        bool busy = answer.HttpStatus == 429;
        if (busy)
        {
            _pace.Ease(flight.Began);
        }

        if (busy || ++flight.Lane.PutOff < FailuresUntilSuspect || !_lanes.Values.Any(l => l != flight.Lane && l.LastSucceeded > flight.Lane.LastTried))
        {
            _pace.Hold(said ?? _pace.Breaker.Backoff(1));
        }
        else
        {
            flight.Lane.Hold(said ?? _pace.Breaker.Backoff(flight.Lane.PutOff));
        }
    }

    private async Task PauseDatasetAsync(Flight flight, DeliveryAnswer answer, CancellationToken ct)
    {
        string dataset = flight.Delivery.Delivery.Dataset;
        string reason = answer.OperatorMessage ?? $"平台不接收我方报送的 {dataset}";
        await tools.Outbox.PauseDatasetAsync(lease, platformNo, dataset, reason, ct);
        await CloseLanesAsync(ct);
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
