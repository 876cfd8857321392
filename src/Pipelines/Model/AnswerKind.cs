namespace CreditHub.Pipelines.Model;

/// <summary>What a platform said to one request. Text on an HTTP status is never matched elsewhere: this is the classification.</summary>
public enum AnswerKind
{
    /// <summary>A result for each record listed in <see cref="DeliveryAnswer.Results"/>; records without one are unknown.</summary>
    Answered,

    /// <summary>The platform never took the packet (receipt look-up only): send it again with the same id and body.</summary>
    NotReceived,

    /// <summary>The packet as a whole is refused; one record may be the cause: split.</summary>
    PacketRefused,

    /// <summary>Too many records or bytes: halve and go on with the smaller size.</summary>
    TooLarge,

    /// <summary>Not now: wait <see cref="DeliveryAnswer.RetryAfter"/>; nothing is lost or counted as failed.</summary>
    Later,

    /// <summary>Certainly not taken (connection refused, DNS, 5xx before taking): back off and repeat.</summary>
    Transient,

    /// <summary>Not taken because our access ended early: repeat at once with a new one; a second time in a row a person must act.</summary>
    TokenEnded,

    /// <summary>We cannot tell: ask for the receipt.</summary>
    Unknown,

    /// <summary>The platform does not take this dataset from us: pause it there, others go on.</summary>
    DatasetRefused,

    /// <summary>A person must act (credentials, address, protocol breach such as 409): pause the platform.</summary>
    Config,
}
