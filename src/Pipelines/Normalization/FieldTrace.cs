using System.Text;
using CreditHub.Pipelines.Catalog.Plans;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// One field of one record for people: what came and what became of it. <paramref name="ChangedBy"/>: rules that changed it, comma-separated,
/// or empty. Holds personal values: for the operator's screen only, never for logs.
/// </summary>
internal sealed record FieldTrace(string Code, string Name, string Raw, string Normalized, string ChangedBy)
{
    /// <summary>Fields that came with something or hold something, in catalog order.</summary>
    public static IReadOnlyList<FieldTrace> Of(DatasetPlan plan, ColumnMap? map, RecordDraft draft)
    {
        var traces = new List<FieldTrace>();
        for (int i = 0; map is not null && i < plan.Fields.Length; i++)
        {
            var target = plan.Fields[i].Target;
            string raw = map.Columns[i] < 0 ? "" : Encoding.UTF8.GetString(draft.Record.Raw[map.Columns[i]]);
            string normalized = Encoding.UTF8.GetString(draft.Values[i]);
            if (raw.Length > 0 || normalized.Length > 0)
            {
                var changes = draft.Record.Repairs.Where(repair => repair.Field == target.Code).Select(repair => repair.Rule);
                changes = (draft.Cleaned[i] & CleanFlags.NullWord) != 0 ? changes.Prepend("null_word") : changes;
                traces.Add(new FieldTrace(target.Code, target.Name, raw, normalized, string.Join(',', changes)));
            }
        }

        return traces;
    }
}
