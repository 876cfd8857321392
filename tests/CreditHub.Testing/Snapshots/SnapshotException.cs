namespace CreditHub.Testing;

/// <summary>A text is not the reviewed one.</summary>
public sealed class SnapshotException(string message) : Exception(message);
