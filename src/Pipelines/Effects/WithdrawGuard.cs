namespace CreditHub.Pipelines.Effects;

/// <summary>How much may be taken back at once without a person. Pure.</summary>
internal static class WithdrawGuard
{
    private const int FewRecords = 20;

    /// <summary>Whether <paramref name="gone"/> of <paramref name="held"/> records are more than the limits allow; the share is ignored where few are held.</summary>
    public static bool Exceeds(long gone, long held, int mostCount, double mostShare) => gone > mostCount || (held >= FewRecords && gone > mostShare * held);
}
