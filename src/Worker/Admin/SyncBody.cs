namespace CreditHub.Worker.Admin;

/// <summary>What a caller asks of a run. At most one of <c>full</c>, <c>from</c> with <c>to</c>, <c>subject</c>.</summary>
internal sealed record SyncBody(bool Full = false, DateOnly? From = null, DateOnly? To = null, string? Subject = null)
{
    /// <summary>What is wrong with it, or null.</summary>
    public string? Problem => (Full, From is not null || To is not null, Subject) switch
    {
        (true, true, _) or (true, _, not null) or (_, true, not null) => "Choose one of full, from/to, subject.",
        (_, true, _) when From is null || To is null || From > To => "Give both from and to, in this order.",
        (_, true, _) when From.Value.Year < 1949 || To.Value.Year > 2100 => "A window lies between 1949 and 2100.",
        (_, _, { Length: 0 or > 64 }) => "A subject has 1 to 64 characters.",
        _ => null,
    };
}
