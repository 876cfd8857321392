namespace CreditHub.Pipelines.Catalog;

/// <summary>
/// Hand-made corrections of single records, as written in <c>config/overrides/&lt;name&gt;.json</c>: for what a supplier cannot or will not put right. Applied to
/// everything received from <see cref="Date"/> to <see cref="Until"/>, so that no full reload undoes it.
/// </summary>
public sealed record OverrideDefinition
{
    /// <summary>The file's name without extension. Shape: <c>[a-z][a-z0-9-]{0,62}</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Dataset code; all its editions.</summary>
    public required string Dataset { get; init; }

    /// <summary>Who answers for it.</summary>
    public required string Author { get; init; }

    /// <summary>First Beijing day of receipt it is for: the day it was decided.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Why, in Chinese.</summary>
    public required string Reason { get; init; }

    /// <summary>The paper it rests on.</summary>
    public required string Document { get; init; }

    /// <summary>Last day of receipt; null: for ever.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The records.</summary>
    public required IReadOnlyList<RecordOverride> Records { get; init; }

    /// <summary>File it came from, relative to the config folder.</summary>
    public string File { get; init; } = "";

    /// <summary>Whether it is for what was received on that day.</summary>
    public bool Holds(DateOnly receivedOn) => Date <= receivedOn && (Until is not { } until || receivedOn <= until);
}
