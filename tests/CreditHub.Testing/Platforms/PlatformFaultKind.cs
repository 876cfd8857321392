namespace CreditHub.Testing.Platforms;

/// <summary>What goes wrong at a <see cref="FakePlatform"/>.</summary>
public enum PlatformFaultKind
{
    /// <summary>The answer comes after <see cref="PlatformFault.Delay"/>; nothing else is wrong.</summary>
    Delay,

    /// <summary>500 before anything was taken.</summary>
    ServerError,

    /// <summary>503 with Retry-After, before anything was taken.</summary>
    Unavailable,

    /// <summary>429 with Retry-After, before anything was taken.</summary>
    TooManyRequests,

    /// <summary>401 although the token is good.</summary>
    Unauthorized,

    /// <summary>403.</summary>
    Forbidden,

    /// <summary>413 whatever the size.</summary>
    TooLarge,

    /// <summary>The connection is reset before anything was taken.</summary>
    ResetBefore,

    /// <summary>Taken and decided, then the connection is reset.</summary>
    LoseAnswer,

    /// <summary>Taken and decided, then nothing comes until the client gives up.</summary>
    HangAfter,

    /// <summary>Taken and decided, then 500.</summary>
    ServerErrorAfter,

    /// <summary>Taken and decided, half an answer.</summary>
    CutAnswer,

    /// <summary>Taken and decided, answered 200 with an HTML page.</summary>
    HtmlAnswer,

    /// <summary>Taken and decided, one record has no result.</summary>
    MissingResult,

    /// <summary>Taken and decided, one result is for a record never sent.</summary>
    ForeignResult,

    /// <summary>400 BAD_PACKET for any packet with a record that matches <see cref="PlatformFault.Records"/>.</summary>
    BadPacket,

    /// <summary>Records that match <see cref="PlatformFault.Records"/> are rejected.</summary>
    RejectRecords,

    /// <summary>202 without results; the receipt tells them once <see cref="FakePlatform.DecidePending"/> was called or <see cref="PlatformFault.Delay"/> is over.</summary>
    Pending,

    /// <summary>The connection is reset at once; the packet is executed after <see cref="PlatformFault.Delay"/>, whatever came in between.</summary>
    DelayedExecution,
}
