namespace CreditHub.Pipelines.Catalog.Subjects;

/// <summary>
/// Corrections of unified codes. <paramref name="OldCode"/> and <paramref name="NewCode"/>: fields with the codes; <paramref name="Way"/>: field that
/// says 新增, 删除 or 保留; <paramref name="On"/>: date field with the day of the decision.
/// </summary>
public sealed record CorrectionDefinition(string OldCode, string NewCode, string Way, string On);
