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
    private readonly int[] _leftOut = [.. plan.Fields.Where(f => !PlatformFields.Sends(platform, plan.Definition, f.Target.Field)).Select(f => f.Target.Ordinal)];

    /// <summary>Decides about a record by its content. <paramref name="storedOn"/> stands in where it has no date of its own.</summary>
    public BoundaryDecision Decide(RecordValues values, DateOnly storedOn) =>
        Boundary.Owed(platform, plan.Definition, plan.Definition.Disclosure, plan.Subject.IsPerson(values), plan.Withholds(values, plan.OwnDate(values, storedOn)));

    /// <summary>
    /// What the platform is sent of a record it is owed: without the fields it may not see, and with personal values masked where it publishes.
    /// <paramref name="content"/> is what the normaliser wrote for this plan's edition; where all of it may be seen it is returned as it stands.
    /// </summary>
    public ReadOnlyMemory<byte> Reduce(ReadOnlyMemory<byte> content)
    {
        if (!platform.Publishes && _leftOut.Length == 0)
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
}
