using System.Text;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Catalog.Plans;

/// <summary>
/// A dataset compiled for running: fields by ordinal with their forms and bound rules, key ordinals, conditions. Independent of any connector.
/// Immutable and thread-safe once made.
/// </summary>
internal sealed class DatasetPlan
{
    private DatasetPlan(DatasetDefinition definition, IReadOnlyDictionary<string, CodeSetDefinition> codeSets)
    {
        Definition = definition;
        Fields = [.. definition.Fields.Select((field, i) => DatasetPlanField.Compile(new RuleTarget(definition, field, i), codeSets))];
        Key = [.. definition.NaturalKey.Select(entry => entry.Split('|').Select(code => RuleTarget.Of(definition, code).Ordinal).ToArray())];
        Subject = new DatasetPlanSubject(definition);
        Groups = [.. definition.AnyOf.Select(group => new DatasetPlanGroup(definition, group))];
        Checks = [.. definition.Checks.Select(check => DatasetPlanCheck.Compile(check, definition))];
        Withhold = [.. definition.Withhold.Select(entry => DatasetPlanWithhold.Compile(entry, definition))];
        Terms = [.. definition.Terms.Select(term => DatasetPlanTerm.Compile(term, definition))];
        Effect = definition.Effect is { } effect ? new DatasetPlanEffect(effect, definition) : null;
        Numbers = [.. definition.Numbers.Select(code => RuleTarget.Of(definition, code).Ordinal)];
        OwnDateField = definition.OwnDateField is { } own ? RuleTarget.Of(definition, own).Ordinal : -1;
        IsTimed = Array.Exists(Fields, field => field.IsTimed) || Array.Exists(Groups, group => group.Period is not null)
            || Array.Exists(Checks, check => check.Period is not null) || Array.Exists(Withhold, entry => entry.Period is not null);
        DecisionField = FindDecisionField(definition);
        FieldsByCode = new(definition.Fields.Select((field, i) => (field, i))
            .ToDictionary(pair => Encoding.UTF8.GetBytes(pair.field.Code), pair => pair.i, ByteKeys.Instance));
    }

    /// <summary>What it was compiled from.</summary>
    public DatasetDefinition Definition { get; }

    /// <summary>Fields in catalog order.</summary>
    public DatasetPlanField[] Fields { get; }

    /// <summary>Ordinals of the natural key; an entry with several takes the first that is filled.</summary>
    public int[][] Key { get; }

    /// <summary>Whom a record is about.</summary>
    public DatasetPlanSubject Subject { get; }

    /// <summary>Groups of which one field must be filled.</summary>
    public DatasetPlanGroup[] Groups { get; }

    /// <summary>Checks over several fields.</summary>
    public DatasetPlanCheck[] Checks { get; }

    /// <summary>The withhold list, in its order.</summary>
    public DatasetPlanWithhold[] Withhold { get; }

    /// <summary>How long records may be published.</summary>
    public DatasetPlanTerm[] Terms { get; }

    /// <summary>What its records do to others, or null.</summary>
    public DatasetPlanEffect? Effect { get; }

    /// <summary>Ordinals of the numbers by which others name its records.</summary>
    public int[] Numbers { get; }

    /// <summary>Ordinal of the field with the record's own date, or -1: the day it was received.</summary>
    public int OwnDateField { get; }

    /// <summary>Whether anything that judges or forms a record depends on its own date.</summary>
    public bool IsTimed { get; }

    /// <summary>Ordinal of the field with the day of the decision, or -1.</summary>
    public int DecisionField { get; }

    /// <summary>Ordinals by code in UTF-8.</summary>
    public ByteMap FieldsByCode { get; }

    /// <summary>Compiles a definition that passed the configuration check.</summary>
    public static DatasetPlan Compile(DatasetDefinition definition, IReadOnlyDictionary<string, CodeSetDefinition> codeSets) => new(definition, codeSets);

    /// <summary>The record's own date: that of its field, else the day it was received.</summary>
    public DateOnly OwnDate(RecordValues values, DateOnly receivedOn) =>
        OwnDateField >= 0 && values.IsFilled(OwnDateField) ? DayText.ToDay(DayText.Number(values[OwnDateField])) : receivedOn;

    /// <summary>Which entries of <see cref="Withhold"/> hold for a record of this own date: entry i is bit i.</summary>
    public uint Withholds(RecordValues values, DateOnly ownDate)
    {
        uint matches = 0;
        for (int i = 0; i < Withhold.Length; i++)
        {
            matches |= (Withhold[i].Period?.Holds(ownDate) ?? true) && Withhold[i].When.Holds(values) ? 1u << i : 0;
        }

        return matches;
    }

    /// <summary>The deadline's field, else the first date that may not lie in the future.</summary>
    private static int FindDecisionField(DatasetDefinition definition)
    {
        string? code = definition.Deadline?.FromField
            ?? definition.Fields.FirstOrDefault(field => field.Type == FieldType.Date && field.Rules.Contains("date_le_today"))?.Code;
        return code is null ? -1 : RuleTarget.Of(definition, code).Ordinal;
    }
}
