namespace CreditHub.Pipelines.Previews;

/// <summary>One field: what came and what became of it. <paramref name="ChangedBy"/>: rules that changed it, comma-separated, or empty. Personal values are masked.</summary>
public sealed record PreviewField(string Code, string Name, string Raw, string Normalized, string ChangedBy);
