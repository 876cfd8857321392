namespace CreditHub.Connectors.Decoders.Csv;

/// <summary>How far a line that ends inside quotes is followed.</summary>
internal static class CsvLimits
{
    /// <summary>Lines a quoted field may run over.</summary>
    public const int JoinedLines = 200;

    /// <summary>Bytes a record of several lines may have.</summary>
    public const int JoinedBytes = 256 << 10;
}
