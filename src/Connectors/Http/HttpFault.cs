namespace CreditHub.Connectors.Http;

/// <summary>Why no whole answer came.</summary>
internal enum HttpFault
{
    /// <summary>No connection (DNS, refused, connect time-out): nothing was sent.</summary>
    NotSent,

    /// <summary>The address or the certificate is refused: nothing was sent; a person must act.</summary>
    Untrusted,

    /// <summary>The request had begun: whether the other side acted on it cannot be told.</summary>
    Lost,

    /// <summary>The answer exceeds the cap. The other side may have acted.</summary>
    TooLarge,
}
