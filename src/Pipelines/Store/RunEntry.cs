using CreditHub.Pipelines.Runs;

namespace CreditHub.Pipelines.Store;

/// <summary>An open run as the books have it.</summary>
internal sealed class RunEntry
{
    public long RunId { get; init; }

    public string Connector { get; init; } = "";

    public string Kind { get; init; } = "";

    /// <summary>fetch: nothing landed yet; load: landed payloads are merged.</summary>
    public string Step { get; init; } = "";

    public DateOnly? FromDate { get; init; }

    public DateOnly? ToDate { get; init; }

    public string? Subject { get; init; }

    public long? Declared { get; init; }

    /// <summary>A run over a part of the source: never moves the stored cursor.</summary>
    public bool Partial => Kind is "window" or "subject";

    public static string KindWord(RunKind kind) => kind switch
    {
        RunKind.Scheduled => "scheduled",
        RunKind.Manual => "manual",
        RunKind.Full => "full",
        RunKind.Window => "window",
        RunKind.Subject => "subject",
        RunKind.Resubmit => "resubmit",
    };
}
