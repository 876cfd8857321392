namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>
/// A feedback file as it was read, not yet believed. <paramref name="Packet"/>: packet id or number it says it is about, null when it names none;
/// <paramref name="Whole"/>: its word on the packet as a whole, null when it only speaks of records.
/// </summary>
internal sealed record Feedback(string? Packet, string? ReceiptNo, string? Whole, IReadOnlyList<FeedbackResult> Results);
