namespace CreditHub.Pipelines.Reports;

/// <summary>
/// Subjects by library. <paramref name="Merged"/>: files that turned out to be another's; <paramref name="LegalPersons"/>: organisations with a unified
/// code, <paramref name="Residents"/>: natural persons; the numerators of coverage (R22).
/// </summary>
public sealed record SubjectCounts(
    IReadOnlyList<LibraryCount> Libraries, long Merged, long LegalPersons, long Residents, SubjectStatus Status);
