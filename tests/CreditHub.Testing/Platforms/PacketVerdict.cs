namespace CreditHub.Testing.Platforms;

/// <summary>How a packet is answered: status and body, and what the fault script makes of the connection afterwards.</summary>
internal sealed record PacketVerdict(PlatformRequest Line, int Status, byte[] Body)
{
    public PlatformFault? Fault { get; init; }

    public string? RetryAfter { get; init; }

    /// <summary>The log line is written already: by the execution itself.</summary>
    public bool Logged { get; init; }

    /// <summary>Executed later, whatever comes in between.</summary>
    public Func<PlatformRequest>? Later { get; init; }
}
