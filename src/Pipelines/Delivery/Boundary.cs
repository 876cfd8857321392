using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Delivery;

/// <summary>
/// What may leave the hub: decides whether a platform is owed a record. Everything not allowed is denied; what of an owed record is sent says
/// <see cref="BoundaryView"/>. Pure. Source: R65, R30, classified disclosure.
/// </summary>
internal static class Boundary
{
    /// <summary>
    /// Decides. <paramref name="withholdMatches"/>: <see cref="Record.WithholdMask"/>. The answer is the same whenever it is asked: at merge and again
    /// before sending, so that a record that became restricted while queued stays.
    /// </summary>
    public static BoundaryDecision Owed(
        PlatformDefinition platform, DatasetDefinition dataset, Disclosure disclosure, bool naturalPerson, uint withholdMatches)
    {
        if (!platform.Enabled || !PlatformFields.Takes(platform, dataset.Code))
        {
            return BoundaryDecision.NotConcerned;
        }

        if (disclosure == Disclosure.Restricted)
        {
            return BoundaryDecision.Excluded("该信息不公开，不向任何平台提供");
        }

        if (!platform.Disclosure.Contains(disclosure))
        {
            return BoundaryDecision.Excluded($"披露级别“{Words(disclosure)}”不在该平台允许范围内");
        }

        if (platform.Publishes && disclosure != Disclosure.Public)
        {
            return BoundaryDecision.Excluded($"披露级别“{Words(disclosure)}”的信息不向社会公开渠道提供");
        }

        return Withheld(platform, dataset, withholdMatches) is { } reason ? BoundaryDecision.Excluded(reason)
            : platform.Publishes && naturalPerson ? BoundaryDecision.Excluded("自然人信息不向社会公开渠道提供")
            : BoundaryDecision.Owed;
    }

    private static string? Withheld(PlatformDefinition platform, DatasetDefinition dataset, uint matches)
    {
        for (int i = 0; i < dataset.Withhold.Count; i++)
        {
            var entry = dataset.Withhold[i];
            if ((matches & (1u << i)) != 0 && PlatformScopes.Concerns(entry, platform))
            {
                return entry.Reason;
            }
        }

        return null;
    }

    private static string Words(Disclosure disclosure) => disclosure switch
    {
        Disclosure.Public => "社会公开",
        Disclosure.Government => "政务共享",
        Disclosure.Authorized => "授权查询",
        Disclosure.Restricted => "不公开",
        _ => throw new InvalidOperationException($"Unknown disclosure {disclosure}."),
    };
}
