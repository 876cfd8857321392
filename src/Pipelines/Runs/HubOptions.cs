namespace CreditHub.Pipelines.Runs;

/// <summary>Where this process keeps its files and how it signs the books.</summary>
public sealed record HubOptions
{
    /// <summary>Absolute data directory: landed payloads, logs, private cluster.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Absolute config directory.</summary>
    public required string ConfigDirectory { get; init; }

    /// <summary>Days a landed payload is kept. Default three years.</summary>
    public int PayloadDays { get; init; } = 1095;

    /// <summary>Days the text of a refused row is kept after its case is closed. Default 90.</summary>
    public int RefusedDays { get; init; } = 90;

    /// <summary>Names this process in leases: host, process id and a random part.</summary>
    public string Holder { get; init; } = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid().ToString("N")[..8]}";
}
