namespace CreditHub.Pipelines.Reports;

/// <summary>Subjects of one library (五库). <paramref name="Library"/> null: no code or dataset says which. <paramref name="WithCode"/>: those with a unified code.</summary>
public sealed record LibraryCount(string? Library, long Subjects, long WithCode);
