namespace CreditHub.Pipelines.Runs;

/// <summary>Whose key opened the admin endpoint.</summary>
public sealed record AdminCaller(string KeyId, string Name, string Role);
