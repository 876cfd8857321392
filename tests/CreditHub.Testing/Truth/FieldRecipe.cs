namespace CreditHub.Testing.Truth;

/// <summary>How a field of the catalog gets its value, in content form; null = absent.</summary>
public sealed record FieldRecipe(string Code, Func<MadeUpRow, string?> Make);
