namespace CreditHub.Pipelines.Store;

/// <summary>Another holder has taken over: whatever this one was about to commit must not be committed. The successor finishes it.</summary>
internal sealed class LeaseLostException(string name) : Exception($"The lease {name} was taken over by another holder; its work continues there.");
