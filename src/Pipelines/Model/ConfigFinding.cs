namespace CreditHub.Pipelines.Model;

/// <summary>
/// One mistake in config. <see cref="File"/> is relative to the config folder, <see cref="Line"/> counts from 1 (0 = the whole
/// file), <see cref="Path"/> is the JSON path, <see cref="Value"/> what stands there (null when it is a secret or absent),
/// <see cref="Problem"/> and <see cref="Remedy"/> are for the administrator.
/// </summary>
public sealed record ConfigFinding(string File, int Line, string Path, string? Value, string Problem, string Remedy)
{
    /// <summary>The setting refers to a variable or file that is not there yet. No mistake in a file that is switched off.</summary>
    public bool IsUnset { get; init; }

    /// <summary>One readable line.</summary>
    public override string ToString() =>
        $"{File}:{Line} {Path}{(Value is null ? "" : $" = {Value}")}: {Problem} → {Remedy}";
}
