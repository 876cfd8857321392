using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Catalog.Plans;

/// <summary>What a dataset's records do to others, compiled. Ordinals are -1 where the dataset has no such field.</summary>
internal sealed class DatasetPlanEffect
{
    /// <summary>Compiles.</summary>
    public DatasetPlanEffect(EffectDefinition definition, DatasetDefinition dataset)
    {
        int Ordinal(string? code) => code is null ? -1 : RuleTarget.Of(dataset, code).Ordinal;
        Names = definition.Names;
        Dataset = Ordinal(Names?.DatasetField);
        Number = Ordinal(Names?.Number);
        Name = Ordinal(Names?.Name);
        Code = Ordinal(Names?.Code);
        Author = Ordinal(definition.Author);
        Document = Ordinal(definition.Document);
        From = Ordinal(definition.From);
        To = Ordinal(definition.To);
        Acts = [.. definition.Acts.Select(act =>
            (act, act.When is null ? null : RuleRegistry.Bind(act.When, dataset), Ordinal(act.Field), Ordinal(act.Value)))];
    }

    /// <summary>Null: the record itself.</summary>
    public NamingDefinition? Names { get; }

    public int Dataset { get; }

    public int Number { get; }

    public int Name { get; }

    public int Code { get; }

    public int Author { get; }

    public int Document { get; }

    public int From { get; }

    public int To { get; }

    /// <summary>In their order, with their condition and the ordinals of field and value.</summary>
    public (ActDefinition Act, Condition? When, int Field, int Value)[] Acts { get; }
}
