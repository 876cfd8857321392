using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>What a token endpoint that gave no token means for the delivery that waits for one.</summary>
internal static class TokenAnswer
{
    public static DeliveryAnswer Refusal(HttpAnswer answer) => answer.Status switch
    {
        200 => new DeliveryAnswer(AnswerKind.Transient, 200, OperatorMessage: "the token endpoint answered 200 without a token: check the address"),
        429 => new DeliveryAnswer(AnswerKind.Later, 429, RetryAfter: answer.RetryAfter),
        503 when answer.RetryAfter is not null => new DeliveryAnswer(AnswerKind.Later, 503, RetryAfter: answer.RetryAfter),
        408 or >= 500 => new DeliveryAnswer(AnswerKind.Transient, answer.Status, OperatorMessage: $"the token endpoint answered {answer.Status}"),
        >= 300 and < 400 => new DeliveryAnswer(AnswerKind.Config, answer.Status, OperatorMessage: "the token endpoint redirects; redirects are not followed: correct the address"),
        _ => new DeliveryAnswer(AnswerKind.Config, answer.Status, OperatorMessage: $"the token endpoint answered {answer.Status}: check address, clientId and clientSecret"),
    };
}
