namespace CreditHub.Connectors.Sources.Rest.Answers;

/// <summary>What an answer means.</summary>
internal enum Verdict
{
    /// <summary>A page.</summary>
    Success,

    /// <summary>The supplier says that there are no (more) records: an empty page.</summary>
    Empty,

    /// <summary>Not ready: the run ends without a payload, the cursor stays.</summary>
    Ignore,

    /// <summary>Asked again after a while.</summary>
    Retry,

    /// <summary>Asked again after a longer while.</summary>
    RateLimited,

    /// <summary>Asked once more with new credentials, then as <see cref="Fail"/>.</summary>
    Unauthorised,

    /// <summary>A person must act.</summary>
    Fail,
}
