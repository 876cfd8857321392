namespace CreditHub.Pipelines.Previews;

/// <summary>
/// How a version was made, found by making it again from the payload that was received, under today's configuration. <paramref name="Identical"/>: the content
/// came out the same, so that every change of a value is explained; false: configuration has changed since. Null with <paramref name="Remark"/> where it
/// cannot be made again. Personal values are masked.
/// </summary>
public sealed record TracedMaking(bool? Identical, IReadOnlyList<PreviewField> Fields, string? Remark = null);
