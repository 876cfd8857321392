namespace CreditHub.Pipelines.Normalization;

/// <summary>What is to stand in one record: a text by ordinal, null where the supplier's stays. <paramref name="Rules"/>: the name of the correction, by ordinal, as repairs show it.</summary>
internal sealed record RowOverride(byte[]?[] Texts, string[] Rules);
