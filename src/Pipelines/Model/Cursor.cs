namespace CreditHub.Pipelines.Model;

/// <summary>Where in the source we are. Opaque to Pipelines; the source that wrote it reads it. Shape: at most 4,000 characters; empty = from the beginning.</summary>
public readonly record struct Cursor(string Value)
{
    /// <summary>From the beginning.</summary>
    public static Cursor Start => new("");

    /// <summary>True when nothing was ever collected.</summary>
    public bool IsStart => string.IsNullOrEmpty(Value);
}
