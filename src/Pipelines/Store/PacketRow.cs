namespace CreditHub.Pipelines.Store;

/// <summary>A packet as the books have it. <see cref="LastOutcome"/> is null while its last attempt has no recorded answer.</summary>
internal sealed record PacketRow
{
    public long PacketNo { get; init; }

    public required Guid PacketId { get; init; }

    public required short DatasetNo { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public required long[] Versions { get; init; }

    public required byte[] BodySha256 { get; init; }

    public int Attempts { get; init; } = 1;

    public int Asks { get; init; }

    public DateTimeOffset? NextAskAt { get; init; }

    public string? LastOutcome { get; init; }

    public DateTimeOffset LastSent { get; init; }

    public string? ReceiptNo { get; init; }
}
