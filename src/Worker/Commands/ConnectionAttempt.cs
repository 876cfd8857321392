namespace CreditHub.Worker.Commands;

/// <summary>Whether one thing outside answers.</summary>
internal sealed record ConnectionAttempt(string What, string Name, bool Reachable, string Remark);
