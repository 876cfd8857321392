namespace CreditHub.Pipelines.Model;

/// <summary>A value changed by a normaliser beyond trimming: which field, by which rule. Values are shown by preview and trace only.</summary>
public readonly record struct Repair(string Field, string Rule);
