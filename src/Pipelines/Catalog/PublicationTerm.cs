namespace CreditHub.Pipelines.Catalog;

/// <summary>
/// How long a record may be published: <paramref name="Months"/> at most (0 = not at all) and <paramref name="MinimumMonths"/> at least, counted from the
/// day in <paramref name="StartsFrom"/>, for records whose own date lies in <paramref name="Period"/> and for which <paramref name="When"/> (null = always) holds.
/// </summary>
public sealed record PublicationTerm(string Id, Period Period, string? When, int Months, int? MinimumMonths, string StartsFrom, string Source);
