using System.Text.Json;

namespace CreditHub.Testing.Platforms;

/// <summary>One record of a packet as it arrived. <see cref="Data"/> is undefined for a withdrawal.</summary>
public sealed record PlatformRecord(string RecordId, int Version, string Operation, string? Reason, JsonElement Data)
{
    /// <summary>A text field of the data, or null.</summary>
    public string? this[string field] =>
        Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty(field, out var value) ? value.ToString() : null;
}
