using CreditHub.Connectors.Exchange;
using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>The status table of the protocol, section 3, for an answer to a packet. Nothing that is not said clearly counts as accepted.</summary>
internal static class PacketAnswer
{
    public static DeliveryAnswer Classify(HttpAnswer answer, Delivery delivery) => answer.Status switch
    {
        200 or 202 => Taken(answer, delivery),
        >= 200 and < 300 => Say(answer, AnswerKind.Unknown, "a success status the protocol does not know"),
        >= 300 and < 400 => Say(answer, AnswerKind.Config, "the platform redirects; redirects are not followed: correct the address"),
        400 => BadRequest(answer),
        403 => Say(answer, AnswerKind.DatasetRefused, "the platform does not take this dataset from us (403)"),
        404 => AnswerText.Code(answer.Body.Span) == "UNKNOWN_DATASET"
            ? Say(answer, AnswerKind.DatasetRefused, "the platform does not know this dataset (404 UNKNOWN_DATASET)")
            : Say(answer, AnswerKind.Config, "the platform knows no such path (404): check the address"),
        408 => Say(answer, AnswerKind.Unknown, "the platform gave up waiting (408)"),
        409 => Conflict(answer),
        413 => Say(answer, AnswerKind.TooLarge, "the packet is too large (413)"),
        425 or 429 => Later(answer),
        503 when answer.RetryAfter is not null => Later(answer),
        >= 500 => Say(answer, AnswerKind.Transient, $"the platform is in trouble ({answer.Status})"),
        _ => Say(answer, AnswerKind.Config, $"the platform answers {answer.Status}, which the protocol does not know: ask its operator"),
    };

    private static DeliveryAnswer Taken(HttpAnswer answer, Delivery delivery)
    {
        var receipt = ReceiptReader.Read(answer.Body.Span, delivery.PacketId, delivery.Records);
        if (receipt is null || (receipt.Results is null && answer.Status == 200))
        {
            return Say(answer, AnswerKind.Unknown, "the answer is no receipt of this packet");
        }

        var results = receipt.Results ?? AllPending(delivery);
        if (results.Count == 0 && delivery.Records.Count > 0)
        {
            return Say(answer, AnswerKind.Unknown, "the receipt names none of the records sent");
        }

        string? warning = receipt.Foreign > 0 || results.Count < delivery.Records.Count
            ? $"malformed receipt: {delivery.Records.Count - results.Count} records without a clear result, {receipt.Foreign} results of records not sent"
            : null;
        return new DeliveryAnswer(AnswerKind.Answered, answer.Status, receipt.Number, results, OperatorMessage: warning);
    }

    private static RecordAnswer[] AllPending(Delivery delivery)
    {
        var results = new RecordAnswer[delivery.Records.Count];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = new RecordAnswer(delivery.Records[i].Id, delivery.Records[i].Version, RecordStatus.Pending, null, null, null);
        }

        return results;
    }

    private static DeliveryAnswer BadRequest(HttpAnswer answer) => AnswerText.Code(answer.Body.Span) switch
    {
        "BAD_PACKET" => Say(answer, AnswerKind.PacketRefused, "the packet as a whole is refused (400 BAD_PACKET)"),
        "BAD_DIGEST" => Say(answer, AnswerKind.Unknown, "the packet was damaged on the way (400 BAD_DIGEST)"),
        // splitting would end in refusing good records one by one for what may be a gateway's opinion
        _ => Say(answer, AnswerKind.Config, "the platform refuses the request (400) without a code of the protocol: ask its operator"),
    };

    private static DeliveryAnswer Conflict(HttpAnswer answer) => AnswerText.Code(answer.Body.Span) switch
    {
        "" or "IDEMPOTENCY_MISMATCH" => Say(answer, AnswerKind.Config, "the platform holds another body under this packet id (409): the books differ, call support"),
        // another conflict, such as "still being processed": the receipt will tell
        _ => Say(answer, AnswerKind.Unknown, "the platform has not finished with this packet (409)"),
    };

    private static DeliveryAnswer Later(HttpAnswer answer) => new(AnswerKind.Later, answer.Status, RetryAfter: answer.RetryAfter);

    private static DeliveryAnswer Say(HttpAnswer answer, AnswerKind kind, string message) => new(kind, answer.Status, OperatorMessage: message);
}
