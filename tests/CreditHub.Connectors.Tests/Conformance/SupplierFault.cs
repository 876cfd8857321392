namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>What goes wrong at a scripted supplier from now on, until it is healed.</summary>
public enum SupplierFault
{
    None,

    /// <summary>Nobody is there.</summary>
    Unreachable,

    /// <summary>Our credentials are refused.</summary>
    Unauthorised,

    /// <summary>What comes ends in the middle.</summary>
    Cut,

    /// <summary>What comes is something else altogether: a page of HTML, a picture.</summary>
    WrongType,

    /// <summary>The middle part comes twice, as a cache in between would give it.</summary>
    Repeated,

    /// <summary>What comes takes for ever.</summary>
    Slow,

    /// <summary>One value of <see cref="ScriptedSupplier.HugeBytes"/>.</summary>
    HugeField,
}
