using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Delivery;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Previews;

/// <summary>Compares the two fates of one raw record and counts.</summary>
internal sealed class EffectTally(EffectResult result, CatalogSnapshot now, CatalogSnapshot then)
{
    private readonly SortedDictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _sent = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _noLonger = new(StringComparer.Ordinal);

    private readonly HashSet<RecordId> _seen = [];

    /// <summary>The same raw record under both configurations, each with its dataset. A record met before is not counted again.</summary>
    public void Add(Record old, DatasetDefinition oldDataset, Record fresh, DatasetDefinition freshDataset)
    {
        if (old.HasId && !_seen.Add(old.Id))
        {
            return;
        }

        result.Records++;
        bool same = old.Accepted && fresh.Accepted && old.Id == fresh.Id && old.ContentHash.AsSpan().SequenceEqual(fresh.ContentHash);
        CountFate(old, fresh, same);
        Count(_sent, Owed(then, freshDataset, fresh).Where(p => !same || !Owed(now, oldDataset, old).Contains(p)));
        Count(_noLonger, Owed(now, oldDataset, old).Except(Owed(then, freshDataset, fresh)));
    }

    /// <summary>Puts what was counted into the result.</summary>
    public void Close() => (result.Reasons, result.Sent, result.NoLongerOwed) = (_reasons, _sent, _noLonger);

    private void CountFate(Record old, Record fresh, bool same)
    {
        if (same || (old.ExcludedReason is not null && fresh.ExcludedReason is not null))
        {
            result.Same++;
        }
        else if (old.ExcludedReason is not null || fresh.ExcludedReason is not null)
        {
            result.Excluded++;
        }
        else if (!fresh.Accepted)
        {
            result.Refused += old.Accepted ? 1 : 0;
            result.StillRefused += old.Accepted ? 0 : 1;
            if (old.Accepted)
            {
                Count(_reasons, fresh.Violations.Where(v => v.Severity == Severity.Error).Select(v => v.Field.Length == 0 ? v.Rule : $"{v.Rule} {v.Field}").Distinct());
            }
        }
        else if (!old.Accepted)
        {
            result.Accepted++;
        }
        else if (old.Id != fresh.Id)
        {
            result.Renamed++;
        }
        else
        {
            result.Changed++;
        }
    }

    private static List<string> Owed(CatalogSnapshot snapshot, DatasetDefinition dataset, Record record) =>
        !record.Accepted ? [] : [.. snapshot.Platforms.Values
            .Where(p => Boundary.Owed(p, dataset, dataset.Disclosure, record.NaturalPerson, record.WithholdMask).Verdict == BoundaryVerdict.Owed)
            .Select(p => p.Name)];

    private static void Count(SortedDictionary<string, long> counts, IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }
    }
}
