using System.Text.Json;

namespace CreditHub.Pipelines.Catalog;

/// <summary>A kind by name and its settings as written.</summary>
public sealed record KindSettings(string Kind, JsonElement Settings);
