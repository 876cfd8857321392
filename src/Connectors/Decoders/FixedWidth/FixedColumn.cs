namespace CreditHub.Connectors.Decoders.FixedWidth;

/// <summary>Where a column stands in a line. <paramref name="Start"/> counts from 1; both in the unit of the settings.</summary>
internal readonly record struct FixedColumn(string Name, int Start, int Length)
{
    /// <summary>The place behind it, counted from 0.</summary>
    public int End => Start - 1 + Length;
}
