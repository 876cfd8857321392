namespace CreditHub.Connectors.Decoders.Csv;

/// <summary>Bounds that keep one hostile file from taking the machine.</summary>
internal static class CsvLimits
{
    /// <summary>Bytes of one field.</summary>
    public const int Field = 1 << 20;

    /// <summary>Bytes of one record.</summary>
    public const int Record = 4 << 20;

    /// <summary>Columns of the header.</summary>
    public const int Columns = 500;

    /// <summary>Bytes kept of a faulty line.</summary>
    public const int FaultText = 64 << 10;

    /// <summary>Lines a quoted field may run over.</summary>
    public const int JoinedLines = 200;

    /// <summary>Bytes a record of several lines may have.</summary>
    public const int JoinedBytes = 256 << 10;
}
