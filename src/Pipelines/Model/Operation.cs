namespace CreditHub.Pipelines.Model;

/// <summary>What a version asks a platform to do.</summary>
public enum Operation
{
    /// <summary>Hold this content (PUBLISH).</summary>
    Publish,

    /// <summary>No longer hold the record (WITHDRAW).</summary>
    Withdraw,
}
