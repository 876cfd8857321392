namespace CreditHub.Pipelines.Runs;

/// <summary>Why a run happens.</summary>
public enum RunKind
{
    /// <summary>The schedule fired.</summary>
    Scheduled,

    /// <summary>A person asked; continues from the cursor.</summary>
    Manual,

    /// <summary>Everything again, from the beginning of the source.</summary>
    Full,

    /// <summary>Only the days asked for; the stored cursor does not move.</summary>
    Window,

    /// <summary>Only one subject; the stored cursor does not move.</summary>
    Subject,

    /// <summary>Corrected rejections handed in again.</summary>
    Resubmit,
}
