using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Rules;

/// <summary>The field a rule is bound to.</summary>
internal sealed record RuleTarget(DatasetDefinition Dataset, FieldDefinition Field, int Ordinal)
{
    /// <summary>Catalog code.</summary>
    public string Code => Field.Code;

    /// <summary>Chinese name, for departments.</summary>
    public string Name => Field.Name;

    /// <summary>Finds a field by code; throws <see cref="ArgumentException"/> when the dataset lacks it.</summary>
    public static RuleTarget Of(DatasetDefinition dataset, string code)
    {
        for (int i = 0; i < dataset.Fields.Count; i++)
        {
            if (dataset.Fields[i].Code == code)
            {
                return new RuleTarget(dataset, dataset.Fields[i], i);
            }
        }

        throw new ArgumentException($"Dataset {dataset.Code} has no field {code}.", nameof(code));
    }
}
