namespace CreditHub.Worker.Settings;

/// <summary>A setting as written. <paramref name="Value"/> is null when it must not be shown.</summary>
internal sealed record SettingValue(string? Value, string File, int Line, string Path);
