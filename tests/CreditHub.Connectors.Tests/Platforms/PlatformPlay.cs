namespace CreditHub.Connectors.Tests.Platforms;

/// <summary>What the other side of a platform kind does with the next packet.</summary>
public enum PlatformPlay
{
    /// <summary>Takes every record.</summary>
    Accept,

    /// <summary>Refuses the second record, with code, field and message, and takes the others.</summary>
    RejectSecond,

    /// <summary>Refuses the packet as a whole.</summary>
    RefusePacket,

    /// <summary>Takes and decides everything, and its answer is lost.</summary>
    LoseAnswer,

    /// <summary>Is asked for something it says is too large.</summary>
    TooLarge,

    /// <summary>Asks to come back in 7 seconds.</summary>
    Later,
}
