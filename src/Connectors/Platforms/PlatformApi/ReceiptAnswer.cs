using CreditHub.Connectors.Exchange;
using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>The answer to a receipt look-up (protocol, section 4). Asking changes nothing, so trouble is only a reason to ask again.</summary>
internal static class ReceiptAnswer
{
    public static DeliveryAnswer Classify(HttpAnswer answer, Guid packetId) => answer.Status switch
    {
        200 or 202 => Read(answer, packetId),
        404 => new DeliveryAnswer(AnswerKind.NotReceived, 404),
        403 => new DeliveryAnswer(AnswerKind.Config, 403, OperatorMessage: "the platform does not let us ask for receipts (403): ask its operator"),
        425 or 429 => new DeliveryAnswer(AnswerKind.Later, answer.Status, RetryAfter: answer.RetryAfter),
        503 when answer.RetryAfter is not null => new DeliveryAnswer(AnswerKind.Later, 503, RetryAfter: answer.RetryAfter),
        408 or >= 500 => new DeliveryAnswer(AnswerKind.Transient, answer.Status, OperatorMessage: $"the platform is in trouble ({answer.Status})"),
        _ => new DeliveryAnswer(AnswerKind.Config, answer.Status, OperatorMessage: $"the platform answers a receipt look-up with {answer.Status}: check the address"),
    };

    private static DeliveryAnswer Read(HttpAnswer answer, Guid packetId) =>
        ReceiptReader.Read(answer.Body.Span, packetId, null) is { Results: { } results } receipt
            ? new DeliveryAnswer(AnswerKind.Answered, answer.Status, receipt.Number, results)
            : new DeliveryAnswer(AnswerKind.Unknown, answer.Status, OperatorMessage: "the answer is no receipt of this packet");
}
