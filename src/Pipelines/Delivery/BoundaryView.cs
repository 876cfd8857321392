using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Delivery;

/// <summary>
/// One dataset as one platform may see it: whether a record is owed to it at all, and what of its content. Pure: the same input gives the same bytes.
/// Thread-safe.
/// </summary>
internal sealed class BoundaryView(DatasetPlan plan, PlatformDefinition platform)
{
    private const string All = "*";
    private const string NoNumbers = "~";

    private readonly int[] _leftOut = [.. plan.Fields.Where(f => !PlatformFields.Sends(platform, plan.Definition, f.Target.Field)).Select(f => f.Target.Ordinal)];

    /// <summary>Decides about a stored record.</summary>
    public BoundaryDecision Decide(ReadOnlySpan<byte> content, DateOnly storedOn) => Decide(ContentReader.Read(content, plan), storedOn);

    /// <summary>Decides about a record by its content. <paramref name="storedOn"/> stands in where it has no date of its own.</summary>
    public BoundaryDecision Decide(RecordValues values, DateOnly storedOn) =>
        Boundary.Owed(platform, plan.Definition, plan.Definition.Disclosure, plan.Subject.IsPerson(values), plan.Withholds(values, plan.OwnDate(values, storedOn)));

    /// <summary>
    /// What the platform is sent of a record it is owed: without the fields it may not see, and with personal values masked where it publishes.
    /// <paramref name="content"/> is what the normaliser once wrote for this plan's edition; where all of it may be seen and the catalog has all its fields still, it
    /// is returned as it stands.
    /// </summary>
    public ReadOnlyMemory<byte> Reduce(ReadOnlyMemory<byte> content)
    {
        if (!platform.Publishes && _leftOut.Length == 0 && ContentReader.IsOf(content.Span, plan))
        {
            return content;
        }

        var values = ContentReader.Read(content.Span, plan);
        var organisation = plan.Subject.IsPerson(values) ? null : plan.Subject;
        Array.ForEach(_leftOut, values.Clear);
        if (platform.Publishes)
        {
            foreach (var field in plan.Fields)
            {
                BoundaryMask.Apply(field.Target, values, organisation);
            }
        }

        return new ContentWriter().Write(plan.Fields, values);
    }

    /// <summary>What is sent of each field that is sent at all, by its code: <c>*</c> as it stands, <c>~</c> without numbers of persons, else kind and characters kept.</summary>
    public static Dictionary<string, string> ShownOf(PlatformDefinition platform, DatasetDefinition dataset) => dataset.Fields
        .Where(f => PlatformFields.Sends(platform, dataset, f)).ToDictionary(
            f => f.Code, f => !platform.Publishes ? All : BoundaryMask.Of(f) is { } mask ? string.Create(CultureInfo.InvariantCulture, $"{f.Personal} {mask.Left} {mask.Right}") : NoNumbers);

    /// <summary>Fields that were shown (see <see cref="ShownOf"/>) and now are not, or less of them; also those that the catalog no longer has.</summary>
    public static IReadOnlyList<string> Lost(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) =>
        [.. before.Where(field => IsLess(field.Value, now.GetValueOrDefault(field.Key, ""))).Select(field => field.Key).Order(StringComparer.Ordinal)];

    /// <summary>Whether a field is shown as it stands: whatever a platform has of it is not too much.</summary>
    public static bool IsWhole(IReadOnlyDictionary<string, string> shown, string field) => shown.GetValueOrDefault(field) == All;

    /// <summary>Digest of all that decides whether a record is owed to the platform, 64 hex digits.</summary>
    public static string RulesOf(PlatformDefinition platform, DatasetDefinition dataset)
    {
        IEnumerable<string?> parts =
        [
            Boundary.Owed(platform, dataset, dataset.Disclosure, naturalPerson: false, 0).Verdict.ToString(),
            Boundary.Owed(platform, dataset, dataset.Disclosure, naturalPerson: true, 0).Verdict.ToString(),
            platform.Publishes ? dataset.Subject.ToString() : null,
            .. dataset.Withhold.Where(entry => PlatformScopes.Concerns(entry, platform)).SelectMany(entry => (string?[])
                [entry.When, entry.Period.From?.ToString("o", CultureInfo.InvariantCulture), entry.Period.To?.ToString("o", CultureInfo.InvariantCulture)]),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
    }

    private static bool IsLess(string before, string now)
    {
        if (before == now || now == All || (now == NoNumbers && before != All))
        {
            return false;
        }

        string[] had = before.Split(' '), has = now.Split(' ');
        return had.Length < 3 || has.Length < 3 || had[0] != has[0]
            || int.Parse(has[1], CultureInfo.InvariantCulture) < int.Parse(had[1], CultureInfo.InvariantCulture)
            || int.Parse(has[2], CultureInfo.InvariantCulture) < int.Parse(had[2], CultureInfo.InvariantCulture);
    }
}
