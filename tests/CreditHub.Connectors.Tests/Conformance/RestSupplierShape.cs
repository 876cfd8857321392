namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>How a scripted API is asked: the settings that say it (each followed by a comma), and how many records it gives at once.</summary>
public sealed record RestSupplierShape(string Settings)
{
    public int Size { get; init; } = 10;

    /// <summary>Names the next page in a <c>Link</c> header.</summary>
    public bool Links { get; init; }

    /// <summary>Answers only what changed in the window asked for: record n changed n hours after the start.</summary>
    public bool Windows { get; init; }

    /// <summary>Answers in a SOAP envelope.</summary>
    public bool Soap { get; init; }

    /// <summary>Records a resumed run may bring again.</summary>
    public int Overlap { get; init; } = int.MaxValue;

    /// <summary>Pages or windows overlap.</summary>
    public bool RepeatsAtBorders { get; init; }

    /// <summary>Large lists come in larger pages, as an administrator would ask for them.</summary>
    public int SizeFor(int rows) => Size == int.MaxValue ? Size : Math.Max(Size, rows / 20);
}
