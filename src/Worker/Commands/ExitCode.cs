namespace CreditHub.Worker.Commands;

/// <summary>What a command tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The work failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong words or wrong config.</summary>
    public const int Wrong = 2;

    /// <summary>Something needed is not reachable.</summary>
    public const int NotReachable = 3;
}
