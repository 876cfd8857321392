namespace CreditHub.Worker.Admin;

/// <summary>Declares the role of a route. A route without one cannot exist: the start refuses it.</summary>
internal sealed record NeedsRole(Role Role);
