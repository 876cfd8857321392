namespace CreditHub.Pipelines.Store.Subjects;

/// <summary>A correction of codes. <paramref name="Way"/> null: it was taken back.</summary>
internal sealed record Ruling(string? Way, string? OldCode, string? NewCode, DateOnly DecidedOn);
