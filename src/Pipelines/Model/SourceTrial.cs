namespace CreditHub.Pipelines.Model;

/// <summary>
/// What a source found when it was tried without collecting. <paramref name="Remark"/>: for people. <paramref name="Columns"/>: those its rows will have, to be
/// compared with the mapping; null where only reading can tell. <paramref name="Sample"/>: something to read for that, of which the source is told nothing.
/// </summary>
public sealed record SourceTrial(string Remark, IReadOnlyList<string>? Columns = null, FetchedPayload? Sample = null);
