using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Normalization;

/// <summary>The corrections by hand that concern one edition of a dataset, by record. Of two that change one field the later by date wins, then by name.</summary>
internal sealed class RowOverrides
{
    private readonly DatasetPlan _plan;
    private readonly Dictionary<RecordId, List<(OverrideDefinition Origin, RecordOverride Values)>> _byRecord = [];

    private RowOverrides(DatasetPlan plan) => _plan = plan;

    /// <summary>Null where there are none. <paramref name="identify"/>: the id that a record with these key values gets.</summary>
    public static RowOverrides? Of(CatalogSnapshot snapshot, DatasetPlan plan, Func<IReadOnlyDictionary<string, string>, RecordId?> identify)
    {
        var all = new RowOverrides(plan);
        foreach (var origin in snapshot.Overrides.Where(o => o.Dataset == plan.Definition.Code).OrderBy(o => o.Date).ThenBy(o => o.Name, StringComparer.Ordinal))
        {
            foreach (var record in origin.Records)
            {
                if (RecordId.TryParse(record.Record, out var id) || (identify(record.Key) is { } made && (id = made) is var _))
                {
                    (all._byRecord.TryGetValue(id, out var entries) ? entries : all._byRecord[id] = []).Add((origin, record));
                }
            }
        }

        return all._byRecord.Count == 0 ? null : all;
    }

    /// <summary>What is to stand in this record, received on this day; null: nothing else.</summary>
    public RowOverride? Find(RecordId id, DateOnly receivedOn)
    {
        if (!_byRecord.TryGetValue(id, out var entries) || !entries.Exists(entry => entry.Origin.Holds(receivedOn)))
        {
            return null;
        }

        var found = new RowOverride(new byte[]?[_plan.Fields.Length], new string[_plan.Fields.Length]);
        foreach (var (origin, values) in entries.Where(entry => entry.Origin.Holds(receivedOn)))
        {
            foreach (var (code, text) in values.Set)
            {
                int ordinal = _plan.FieldsByCode.Find(Encoding.UTF8.GetBytes(code));
                if (ordinal >= 0)
                {
                    (found.Texts[ordinal], found.Rules[ordinal]) = (Encoding.UTF8.GetBytes(text), $"override:{origin.Name}");
                }
            }
        }

        return found;
    }
}
