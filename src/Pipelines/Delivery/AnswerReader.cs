using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Delivery;

/// <summary>Turns a platform's answer about a packet into what changes in the books and what to do next. Pure but for the flight it updates.</summary>
internal sealed class AnswerReader(PlatformDefinition definition, Breaker patience, TimeProvider time)
{
    /// <summary>Results for each record: settle what is decided; ask again for what is pending or was not mentioned.</summary>
    public PacketOutcome Answered(Flight flight, DeliveryAnswer answer, bool toAsk)
    {
        var accepted = new List<OutboxItem>(flight.OpenCount);
        List<SettledVersion> settled = [];
        bool pending = false;
        foreach (var result in answer.Results ?? [])
        {
            if (flight.Find(result.Id, result.Version) is not { } item)
            {
                continue; // a result for something we did not send: ours stay unknown
            }

            if (result.Status == RecordStatus.Pending)
            {
                pending = true;
                continue;
            }

            if (result is { Status: RecordStatus.Accepted, Code: null })
            {
                accepted.Add(item);
            }
            else
            {
                settled.Add(Settle(item, result));
            }

            flight.EndFound();
        }

        flight.Asks = pending && !flight.AwaitsDecision ? 0 : flight.Asks; // what was asked while it was in trouble does not make decisions come later
        flight.AwaitsDecision = pending;
        bool whole = flight.OpenCount == 0;
        bool overdue = !whole && IsOverdue(flight);
        if (overdue)
        {
            settled.AddRange(Parked(flight));
        }

        return Next(flight, answer, toAsk, "answered", whole ? "settled" : overdue ? "overdue" : "open", NextStep.Ask) with
        {
            Accepted = accepted, Settled = settled,
        };
    }

    /// <summary>Not taken, or not known whether it was: repeat by <paramref name="next"/>, later. Who has given no clear answer to questions for the days of a decision never will.</summary>
    public PacketOutcome Again(Flight flight, DeliveryAnswer answer, bool toAsk, string outcome, NextStep next) =>
        toAsk && answer.Kind == AnswerKind.Unknown && IsOverdue(flight)
            ? Next(flight, answer, toAsk, outcome, "overdue", next) with { Settled = [.. Parked(flight)] }
            : Next(flight, answer, toAsk, outcome, "open", next);

    private bool IsOverdue(Flight flight) => time.GetUtcNow() - flight.LastSent > TimeSpan.FromDays(definition.ReceiptDays);

    private static IEnumerable<SettledVersion> Parked(Flight flight) =>
        flight.Open.Select(i => new SettledVersion(i.VersionNo, "parked", "平台逾期未答复，请人工核实", null, null, null));

    /// <summary>The packet as a whole ends here; its versions stay owed and go out in other packets.</summary>
    public static PacketOutcome Split(Flight flight, DeliveryAnswer answer) => new()
    {
        PacketNo = flight.PacketNo, Attempt = flight.Attempt, AttemptOutcome = "answered", HttpStatus = answer.HttpStatus, State = "split",
    };

    /// <summary>The record that a packet of its own could not carry is the culprit: it ends here, the others have gone on.</summary>
    public static PacketOutcome EndedAlone(Flight flight, DeliveryAnswer answer, string state, string? code, string text) => new()
    {
        PacketNo = flight.PacketNo, Attempt = flight.Attempt, AttemptOutcome = "answered", HttpStatus = answer.HttpStatus, State = "settled",
        Settled = [.. flight.Open.Select(i => new SettledVersion(i.VersionNo, state, state == "parked" ? text : null, code, null, state == "parked" ? null : text))],
    };

    private PacketOutcome Next(
        Flight flight, DeliveryAnswer answer, bool toAsk, string outcome, string state, NextStep next)
    {
        DateTimeOffset? at = null;
        if (state == "open")
        {
            flight.Next = next;
            flight.Asks += next == NextStep.Ask ? 1 : 0;
            at = time.GetUtcNow() + (answer.RetryAfter ?? Patience(flight, next));
            flight.NotBefore = at.Value;
            flight.NeedsAttemptRow = next == NextStep.Send;
        }

        return new PacketOutcome
        {
            PacketNo = flight.PacketNo, Attempt = toAsk ? null : flight.Attempt, AttemptOutcome = toAsk ? null : outcome,
            HttpStatus = answer.HttpStatus, ReceiptNo = answer.ReceiptNo, State = state, Asks = flight.Asks, NextAskAt = at,
        };
    }

    /// <summary>A pending decision is asked for after 1, 2, 4 … 60 minutes; anything else soon, then ever later.</summary>
    private TimeSpan Patience(Flight flight, NextStep next) =>
        next == NextStep.Ask && flight.AwaitsDecision
            ? TimeSpan.FromMinutes(Math.Min(60, Math.Pow(2, Math.Min(flight.Asks - 1, 6))))
            : patience.Backoff(Math.Max(1, Math.Max(flight.Asks, flight.Failures)));

    private static SettledVersion Settle(OutboxItem item, RecordAnswer result) => result.Status switch
    {
        RecordStatus.Accepted => new SettledVersion(item.VersionNo, "accepted", null, result.Code, null, null),
        RecordStatus.Stale => new SettledVersion(item.VersionNo, "accepted", "平台已有更新的版本", "STALE", null, result.Message),
        RecordStatus.Rejected => new SettledVersion(item.VersionNo, "refused", null, result.Code, result.Field, result.Message),
        RecordStatus.Pending => throw new InvalidOperationException("A pending record is not settled."),
    };
}
