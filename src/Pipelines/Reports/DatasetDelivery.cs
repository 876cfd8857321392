namespace CreditHub.Pipelines.Reports;

/// <summary>
/// How a dataset fares at a platform, as its sender last told (<paramref name="ToldAt"/>, UTC). <paramref name="Circuit"/> as in <see cref="PlatformStatus.Circuit"/>.
/// <paramref name="PacketRecords"/>, <paramref name="PacketBytes"/>: how large its packets may be now; they shrink where the platform finds them too large or
/// takes long over them, and grow again.
/// </summary>
public sealed record DatasetDelivery(
    string Platform, string Dataset, string Edition, string Circuit, DateTime? Since, string? Reason, int PacketRecords, int PacketBytes, DateTime ToldAt);
