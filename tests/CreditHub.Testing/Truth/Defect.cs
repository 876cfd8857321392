namespace CreditHub.Testing.Truth;

/// <summary>One way to spoil a row: which field, and what is written instead of its value. Kind is a word of <see cref="DefectKind"/>.</summary>
public sealed record Defect(string Kind, string Field, Func<string, MadeUpRow, string> Spoil);
