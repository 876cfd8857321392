namespace CreditHub.Pipelines.Normalization;

/// <summary>How a field uses its code list: the rule findings are reported under, the list's Chinese name, the separator of several values and the prefix of noted values (null = none).</summary>
internal sealed record CodeStyle(string Rule, string SetName, string? Separator, string? Prefix);
