namespace CreditHub.Pipelines.Reports.Withdrawals;

/// <summary>Withdrawals that no receipt confirms yet. <paramref name="Alarm"/>: for more than four hours; <paramref name="Breach"/>: past the working day allowed; <paramref name="Refused"/>: the platform said no. <paramref name="Unclear"/>: acts of which a person must say which record they mean.</summary>
public sealed record WithdrawalStatus(long Open, long Alarm, long Breach, long Refused, long Unclear);
