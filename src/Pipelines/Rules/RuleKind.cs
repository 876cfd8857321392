using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// One word of the rule vocabulary. <paramref name="Types"/>: field types it fits, empty = all. <paramref name="Argument"/> says what is wrong
/// with the argument. <paramref name="Make"/> makes the rule; null for words that only set how a value is brought into form
/// (<see cref="Normalization.FieldForms"/>) or how it leaves the hub.
/// </summary>
internal sealed record RuleKind(
    FieldType[] Types,
    Func<string?, DatasetDefinition, string?> Argument,
    Func<RuleTarget, string, Rule>? Make = null);
