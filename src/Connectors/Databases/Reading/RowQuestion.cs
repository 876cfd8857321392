namespace CreditHub.Connectors.Databases.Reading;

/// <summary>A statement with its values in the order of its parameters. <paramref name="Count"/>: how many rows it will give, asked in the same transaction; null: not asked.</summary>
internal sealed record RowQuestion(string Sql, IReadOnlyList<object> Values, string? Count = null);
