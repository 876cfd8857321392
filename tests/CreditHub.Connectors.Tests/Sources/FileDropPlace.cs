using CreditHub.Connectors.Sources.FileDrop;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreditHub.Connectors.Tests.Sources;

/// <summary>What the tests of file drops share: a directory and a clock that stands still.</summary>
public abstract class FileDropPlace : IDisposable
{
    private protected Directories Files { get; } = new();

    protected TestClock Clock { get; } = new();

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>An hour ago: a file of then stands still.</summary>
    protected DateTimeOffset Past => Clock.GetUtcNow() - TimeSpan.FromHours(1);

    public void Dispose()
    {
        Files.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected FileDropKind Kind() => new(Files.Root, Clock, NullLogger<FileDropKind>.Instance);

    private protected ISource Source(string more = "") => Kind().Create("tax", Decoded.Settings("{\"directory\":\"in\",\"pattern\":\"*.csv\"" + more + "}"));
}
