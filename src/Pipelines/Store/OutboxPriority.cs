namespace CreditHub.Pipelines.Store;

/// <summary>Order of the outbox within a platform: withdrawals overtake everything ordinary.</summary>
internal static class OutboxPriority
{
    public const short Withdraw = 0;

    public const short Ordinary = 1;
}
