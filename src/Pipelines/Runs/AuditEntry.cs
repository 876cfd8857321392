namespace CreditHub.Pipelines.Runs;

/// <summary>
/// One act of a person or of the system on the system. <paramref name="Actor"/>: key name, <c>command line:account</c> or
/// <c>unknown</c>; <paramref name="Object"/>: connector, platform or key; <paramref name="Outcome"/>: asked, done, refused or failed.
/// No personal data, no secrets: texts are cut to 500 characters.
/// </summary>
public sealed record AuditEntry(string Actor, string Role, string Action, string Object, string Outcome, string Detail = "");
