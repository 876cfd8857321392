namespace CreditHub.Testing.Platforms;

/// <summary>
/// One line of the platform's own log. <see cref="Decisions"/> are filled only for the request that executed the packet;
/// a repeat answered from the receipt has <see cref="Repeated"/> instead. Status 0: no answer left the platform.
/// </summary>
public sealed record PlatformRequest(DateTimeOffset At, string Method, string Path)
{
    public int Status { get; init; }

    public string? Fault { get; init; }

    public string? Dataset { get; init; }

    public string? PacketId { get; init; }

    public string? BodySha256 { get; init; }

    public int Records { get; init; }

    public string? ReceiptNo { get; init; }

    public bool Repeated { get; init; }

    /// <summary>Results are told only by a later receipt.</summary>
    public bool Pending { get; init; }

    public string? Error { get; init; }

    public IReadOnlyList<PlatformDecision> Decisions { get; init; } = [];
}
