using Serilog.Events;

namespace CreditHub.Worker.Settings;

/// <summary>Settings of this process: <c>config/appsettings.json</c>, then the environment. Directories are absolute.</summary>
internal sealed record WorkerSettings
{
    /// <summary>Config directory. <c>CREDITHUB_CONFIG</c>, default <c>./config</c>.</summary>
    public required string ConfigDirectory { get; init; }

    /// <summary>Data directory. <c>CREDITHUB_DATA</c> or <c>Data:Directory</c>, default <c>./data</c>.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Days payloads are kept as received (<c>Data:RetainPayloadDays</c>), 90–36,500. Default 1095.</summary>
    public int RetainPayloadDays { get; init; } = 1095;

    /// <summary>Days the text of a refused row is kept once its case is closed (<c>Data:RetainRefusedDays</c>), 1–36,500. Default 90.</summary>
    public int RetainRefusedDays { get; init; } = 90;

    /// <summary>Sender code at the platforms (<c>Hub:Sender</c>), part of every record id: never changed once in use.</summary>
    public required string Sender { get; init; }

    /// <summary>Name of the city, for titles (<c>Hub:City</c>).</summary>
    public string City { get; init; } = "";

    /// <summary><c>local</c> (default: a private PostgreSQL) or a connection string. <c>CREDITHUB_DATABASE</c> or <c>Database:Connection</c>.</summary>
    public string Connection { get; init; } = LocalConnection;

    /// <summary>Accepts a server that may lose acknowledged data when its machine dies (<c>Database:AcceptDataLoss</c>). Default false.</summary>
    public bool AcceptDataLoss { get; init; }

    /// <summary>Port of the admin endpoint on 127.0.0.1 (<c>Admin:Port</c>), 1–65535 or 0 for any free one. Default 8600.</summary>
    public int AdminPort { get; init; } = 8600;

    /// <summary>Address of the admin endpoint (<c>Admin:Address</c>): this machine only. From elsewhere: an SSH tunnel.</summary>
    public string AdminAddress { get; init; } = Loopback;

    /// <summary>Least severe lines that are written (<c>Logging:Level</c>). Default Information.</summary>
    public LogEventLevel LogLevel { get; init; } = LogEventLevel.Information;

    /// <summary>Days logs are kept (<c>Logging:RetainDays</c>). Default 200, at least 183: the law asks for six months.</summary>
    public int LogRetainDays { get; init; } = 200;

    /// <summary>Megabytes at which a log file is continued in the next (<c>Logging:FileMegabytes</c>), 1–1,000. Default 100.</summary>
    public int LogFileMegabytes { get; init; } = 100;

    /// <summary>Connectors that run at the same time (<c>Schedule:ParallelRuns</c>), 1–16. Default 2.</summary>
    public int ParallelRuns { get; init; } = 2;

    /// <summary>Legal persons of the city (<c>Coverage:LegalPersons</c>), the denominator of their coverage. Default 0: not known.</summary>
    public int LegalPersons { get; init; }

    /// <summary>Residents of the city (<c>Coverage:Residents</c>), the denominator of their coverage. Default 0: not known.</summary>
    public int Residents { get; init; }

    /// <summary>The only address the admin endpoint listens on.</summary>
    public const string Loopback = "127.0.0.1";

    /// <summary>The word for a private PostgreSQL.</summary>
    public const string LocalConnection = "local";

    /// <summary>Whether the database is our own.</summary>
    public bool IsLocal => Connection == LocalConnection;
}
