using System.Globalization;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Second half of a record: repairs between fields, then every check, all findings. Pure over the draft.</summary>
internal static class RecordChecker
{
    /// <summary>Repairs that need several fields or a check character.</summary>
    public static void Repair(DatasetPlan plan, RecordDraft draft)
    {
        MisplacedIdentifiers.Repair(plan, draft);
        foreach (var field in plan.Fields)
        {
            foreach (var rule in field.Repairs)
            {
                if (draft.Values.IsFilled(field.Target.Ordinal))
                {
                    rule.Repair(draft);
                }
            }
        }
    }

    /// <summary>All checks.</summary>
    public static void Check(DatasetPlan plan, RecordDraft draft)
    {
        foreach (var field in plan.Fields)
        {
            int ordinal = field.Target.Ordinal;
            if (draft.Values.IsFilled(ordinal))
            {
                CheckFilled(field, draft);
            }
            else if (!draft.IsFaulty(ordinal) && Applies(field.Period, draft))
            {
                CheckAbsent(field, draft);
            }
        }

        foreach (var group in plan.Groups)
        {
            if (Applies(group.Period, draft))
            {
                CheckGroup(group, draft);
            }
        }

        foreach (var check in plan.Checks)
        {
            if (Applies(check.Period, draft))
            {
                check.Check.Run(draft);
            }
        }
    }

    private static bool Applies(Period? period, RecordDraft draft) => period is null || period.Holds(draft.OwnDate);

    private static void CheckFilled(DatasetPlanField field, RecordDraft draft)
    {
        var value = draft.Values[field.Target.Ordinal];
        if (field.MaxLength > 0 && value.Length > field.MaxLength && RuleText.CountScalars(value) is var length && length > field.MaxLength)
        {
            draft.Report(field.Target, "maxLength", string.Create(CultureInfo.InvariantCulture,
                $"{field.Target.Name}：长度{length}位，超过规定的{field.MaxLength}位。请按规定长度填写，不会自动截断。"));
        }

        if (field.Scopes is not null)
        {
            CheckScoped(field, field.Scopes, draft);
            return;
        }

        foreach (var rule in field.Rules)
        {
            rule.Check(draft);
        }
    }

    private static void CheckScoped(DatasetPlanField field, RuleScope?[] scopes, RecordDraft draft)
    {
        for (int i = 0; i < scopes.Length; i++)
        {
            draft.Scope = scopes[i];
            field.Rules[i].Check(draft);
        }

        draft.Scope = null;
    }

    private static void CheckAbsent(DatasetPlanField field, RecordDraft draft)
    {
        var target = field.Target;
        if (target.Field.Required)
        {
            draft.Report(target, "required", RuleText.Missing(target.Name, "必填字段为空", "请补充后重报"));
        }
        else if (field.RequiredWhen is { } when && when.Holds(draft.Values))
        {
            draft.Report(target, "requiredWhen", RuleText.Missing(target.Name, $"在此情形下必填（条件：{field.RequiredWhenWords}）", "请补充后重报"));
        }
    }

    private static void CheckGroup(DatasetPlanGroup group, RecordDraft draft)
    {
        if (group.When is { } when && !when.Holds(draft.Values))
        {
            return;
        }

        foreach (int ordinal in group.Ordinals)
        {
            if (draft.Values.IsFilled(ordinal) || draft.IsFaulty(ordinal))
            {
                return;
            }
        }

        draft.Report("anyOf", group.Codes, $"{group.Names}：至少填写一项，现全部为空。请补充其中一项。");
    }
}
