namespace CreditHub.Pipelines.Intake;

/// <summary>A landed file: path under the landing zone, SHA-256 in lower-case hex, length.</summary>
internal sealed record LandedFile(string Path, string Sha256, long Bytes);
