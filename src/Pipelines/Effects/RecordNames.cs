using System.Security.Cryptography;
using System.Text;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Store.Effects;

namespace CreditHub.Pipelines.Effects;

/// <summary>
/// What a record is called by others: its numbers, its subject's code and name, each in the form they are compared by. Numbers: width, brackets, case
/// and spaces do not count (京〔2026〕1号 = 京[2026]1号).
/// </summary>
internal sealed record RecordNames(IReadOnlyList<string> Numbers, string? Code, string? NameKey)
{
    /// <summary>Of a record's values.</summary>
    public static RecordNames Of(DatasetPlan plan, RecordValues values) => new(
        [.. plan.Numbers.Select(number => Text(values, number)).OfType<string>().Select(NameFold.Fold).Distinct()],
        Text(values, plan.Subject.Uscc), NameOf(Text(values, plan.Subject.Name)));

    /// <summary>The form names are compared by.</summary>
    public static string? NameOf(string? name) => name is null ? null : NameMatch.Key(name) ?? NameFold.Fold(name);

    /// <summary>What is stored of a name.</summary>
    public static string? Digest(string? nameKey) =>
        nameKey is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(nameKey)).AsSpan(0, 16));

    /// <summary>Whether the act means this record: its number, and its subject by the code where both have one, else by the name.</summary>
    public bool Fits(ActRow act) =>
        act.Number is not null && Numbers.Contains(act.Number)
        && (act.Code is not null && Code is not null ? act.Code == Code : act.NameDigest is not null && act.NameDigest == Digest(NameKey));

    /// <summary>A value, or null.</summary>
    public static string? Text(RecordValues values, int ordinal) =>
        ordinal < 0 || !values.IsFilled(ordinal) ? null : Encoding.UTF8.GetString(values[ordinal]);
}
