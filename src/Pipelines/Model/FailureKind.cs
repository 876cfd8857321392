namespace CreditHub.Pipelines.Model;

/// <summary>The kind of a failure decides what happens next; nobody matches on text.</summary>
public enum FailureKind
{
    /// <summary>A person must change something (401, unknown endpoint, bad path): no retry, paused with a readable reason.</summary>
    Config,

    /// <summary>The same input may succeed later (connection lost, 429, 5xx): retried with backoff, then the run ends deferred.</summary>
    Transient,

    /// <summary>The payload as a whole cannot be taken (cut, wrong encoding, missing columns): it is set aside with its reason.</summary>
    Payload,

    /// <summary>We cannot tell whether the other side did it: look up, else repeat with the same key.</summary>
    Unknown,
}
