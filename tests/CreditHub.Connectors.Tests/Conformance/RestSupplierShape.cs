namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>How a scripted API is asked: the settings that say it (each followed by a comma), and how many records it gives at once.</summary>
public sealed record RestSupplierShape(string Settings)
{
    public int Size { get; init; } = 10;

    /// <summary>Large lists come in larger pages, as an administrator would ask for them.</summary>
    public int SizeFor(int rows) => Size == int.MaxValue ? Size : Math.Max(Size, rows / 20);
}
