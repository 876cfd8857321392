namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>One record's result as written. Texts are not cut yet.</summary>
internal readonly record struct FeedbackResult(string RecordId, string Version, string Status, string? Code, string? Field, string? Message);
