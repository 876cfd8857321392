namespace CreditHub.Connectors.Decoders;

/// <summary>Bounds that keep one hostile payload from taking the machine. The same for every format.</summary>
internal static class RecordLimits
{
    /// <summary>Bytes of one field.</summary>
    public const int Field = 1 << 20;

    /// <summary>Bytes of one record.</summary>
    public const int Record = 4 << 20;

    /// <summary>Columns of a payload.</summary>
    public const int Columns = 500;

    /// <summary>Bytes kept of a faulty record.</summary>
    public const int FaultText = 64 << 10;
}
