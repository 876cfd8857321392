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
        Checks = [.. definition.Checks.Select(check => RuleRegistry.MakeCheck(check, definition))];
        Withhold = [.. definition.Withhold.Select(entry => RuleRegistry.Bind(entry.When, definition))];
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
    public RecordCheck[] Checks { get; }

    /// <summary>Conditions of the withhold list, in its order.</summary>
    public Condition[] Withhold { get; }

    /// <summary>Ordinal of the field with the day of the decision, or -1.</summary>
    public int DecisionField { get; }

    /// <summary>Ordinals by code in UTF-8.</summary>
    public ByteMap FieldsByCode { get; }

    /// <summary>Compiles a definition that passed the configuration check.</summary>
    public static DatasetPlan Compile(DatasetDefinition definition, IReadOnlyDictionary<string, CodeSetDefinition> codeSets) => new(definition, codeSets);

    /// <summary>The deadline's field, else the first date that may not lie in the future.</summary>
    private static int FindDecisionField(DatasetDefinition definition)
    {
        string? code = definition.Deadline?.FromField
            ?? definition.Fields.FirstOrDefault(field => field.Type == FieldType.Date && field.Rules.Contains("date_le_today"))?.Code;
        return code is null ? -1 : RuleTarget.Of(definition, code).Ordinal;
    }
}
