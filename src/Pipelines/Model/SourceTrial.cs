namespace CreditHub.Pipelines.Model;

/// <summary>
/// What a source found when it was tried without collecting. <paramref name="Remark"/>: for people. <paramref name="Columns"/>: those its rows will have, to be
/// compared with the mapping; null where only reading can tell.
/// </summary>
public sealed record SourceTrial(string Remark, IReadOnlyList<string>? Columns = null);
