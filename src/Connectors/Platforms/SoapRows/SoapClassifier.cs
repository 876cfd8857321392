using CreditHub.Connectors.Exchange;
using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.SoapRows;

/// <summary>HTTP status and the service's code → what the relay does. Nothing that is not said clearly counts as taken or refused.</summary>
internal static class SoapClassifier
{
    public static DeliveryAnswer Classify(HttpAnswer answer, Delivery delivery, SoapRowsSettings settings, AnswerKind whenLost) => answer.Status switch
    {
        200 => SoapAnswer.Read(answer.Body.Span, settings) is { } told
            ? Told(told, delivery, settings, whenLost)
            : Say(answer, whenLost, "the answer has no clear code: compare the names under answer"),
        >= 200 and < 300 or 408 => Say(answer, whenLost, $"the service answers {answer.Status}"),
        413 => Say(answer, AnswerKind.TooLarge, "the row is too large (413)"),
        425 or 429 => new DeliveryAnswer(AnswerKind.Later, answer.Status, RetryAfter: answer.RetryAfter),
        503 when answer.RetryAfter is not null => new DeliveryAnswer(AnswerKind.Later, 503, RetryAfter: answer.RetryAfter),
        >= 500 => Say(answer, whenLost == AnswerKind.Unknown ? AnswerKind.Unknown : AnswerKind.Transient, $"the service is in trouble ({answer.Status})"),
        _ => Say(answer, AnswerKind.Config, $"the service refuses the call ({answer.Status}): check address, method and token"),
    };

    private static DeliveryAnswer Told(SoapAnswer told, Delivery delivery, SoapRowsSettings settings, AnswerKind whenLost) => settings.Meaning(told.Code) switch
    {
        CodeMeaning.Accepted => Result(told, delivery, RecordStatus.Accepted),
        CodeMeaning.Stale => Result(told, delivery, RecordStatus.Stale),
        CodeMeaning.Rejected => Result(told, delivery, RecordStatus.Rejected),
        CodeMeaning.Pending => Result(told, delivery, RecordStatus.Pending),
        CodeMeaning.Later => new DeliveryAnswer(AnswerKind.Later, 200),
        CodeMeaning.Token => new DeliveryAnswer(AnswerKind.Config, 200, OperatorMessage: $"the service refuses the token (code {AnswerText.Quoted(told.Code)}): get a new one"),
        CodeMeaning.NotFound when whenLost != AnswerKind.Unknown => new DeliveryAnswer(AnswerKind.NotReceived, 200),
        CodeMeaning.NotFound or CodeMeaning.Unknown => new DeliveryAnswer(whenLost, 200, OperatorMessage: $"code {AnswerText.Quoted(told.Code)} is not explained in codes"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static DeliveryAnswer Result(SoapAnswer told, Delivery delivery, RecordStatus status)
    {
        var record = delivery.Records[0];
        return new DeliveryAnswer(
            AnswerKind.Answered, 200, told.Receipt is { Length: <= 200 } number ? number : delivery.PacketId.ToString("D"),
            [new RecordAnswer(record.Id, record.Version, status, told.Code, told.Field, told.Message)]);
    }

    private static DeliveryAnswer Say(HttpAnswer answer, AnswerKind kind, string message) => new(kind, answer.Status, OperatorMessage: message);
}
