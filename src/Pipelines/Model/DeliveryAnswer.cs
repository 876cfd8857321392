namespace CreditHub.Pipelines.Model;

/// <summary>The classified answer to one request.</summary>
public sealed record DeliveryAnswer(
    AnswerKind Kind,
    int? HttpStatus = null,
    string? ReceiptNo = null,
    IReadOnlyList<RecordAnswer>? Results = null,
    TimeSpan? RetryAfter = null,
    string? OperatorMessage = null);
