namespace CreditHub.Testing;

/// <summary>What goes wrong with an answer of a <see cref="StubServer"/>.</summary>
public enum StubFault
{
    None,

    /// <summary>The connection is reset before any answer.</summary>
    Reset,

    /// <summary>Half of the body, then the connection ends.</summary>
    CutBody,

    /// <summary>One byte for every <see cref="StubAnswer.Delay"/>.</summary>
    SlowBody,

    /// <summary>Nothing comes until the client gives up.</summary>
    NoAnswer,
}
