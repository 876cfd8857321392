using System.Text;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Store.Effects;

namespace CreditHub.Pipelines.Effects;

/// <summary>What acts change in the content that is shown. Pure.</summary>
internal static class ContentEdit
{
    /// <summary>Whether the act can be shown in records of this dataset; one that cannot holds the record back.</summary>
    public static bool CanShow(DatasetPlan plan, StandingRow act) => act.Action switch
    {
        "mark" => plan.Definition.Dispute is not null,
        "correct" => act.Value is not null && Field(plan, act.Field) >= 0,
        _ => false,
    };

    /// <summary>Applies the acts in their order; changes nothing that already reads so.</summary>
    public static void Apply(DatasetPlan plan, RecordValues values, IEnumerable<StandingRow> acts)
    {
        foreach (var act in acts)
        {
            if (act.Action == "correct")
            {
                values.Set(Field(plan, act.Field), Encoding.UTF8.GetBytes(act.Value!));
            }
            else if (plan.Definition.Dispute is { } dispute)
            {
                Mark(values, Field(plan, dispute.Field), dispute.Text);
            }
        }
    }

    private static void Mark(RecordValues values, int field, string text)
    {
        string now = Encoding.UTF8.GetString(values[field]);
        if (!now.StartsWith(text, StringComparison.Ordinal))
        {
            values.Set(field, Encoding.UTF8.GetBytes(now.Length == 0 ? text : text + "；" + now));
        }
    }

    /// <summary>By code or Chinese name; -1 when there is none. The fields that make the record's identity cannot be corrected: that would be another record.</summary>
    private static int Field(DatasetPlan plan, string? name)
    {
        int ordinal = Array.FindIndex(plan.Fields, f => f.Target.Code == name || f.Target.Name == name);
        return Array.Exists(plan.Key, key => key.Contains(ordinal)) ? -1 : ordinal;
    }
}
