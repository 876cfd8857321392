namespace CreditHub.Pipelines.Catalog;

/// <summary>Limits of a run.</summary>
public sealed record ConnectorLimits
{
    /// <summary>Rejected records at which a run stops before anything is stored. Default 100,000.</summary>
    public int RejectedCount { get; init; } = 100_000;

    /// <summary>Share (0–1) of rejected records at which a run stops before anything is stored; ignored below 20 records. Default 0.5.</summary>
    public double RejectedShare { get; init; } = 0.5;

    /// <summary>Records of one transaction, 100–50,000. Default 10,000.</summary>
    public int ChunkSize { get; init; } = 10_000;

    /// <summary>Records that a snapshot may withdraw by their absence; with more it withdraws none and says so. Default 100.</summary>
    public int WithdrawCount { get; init; } = 100;

    /// <summary>Share (0–1) of the connector's records that a snapshot may withdraw by their absence; ignored below 20 records. Default 0.05.</summary>
    public double WithdrawShare { get; init; } = 0.05;

    /// <summary>Largest payload in bytes. Default 4 GiB.</summary>
    public long MaxPayloadBytes { get; init; } = 4L << 30;
}
