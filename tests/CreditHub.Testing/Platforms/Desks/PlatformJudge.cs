using System.Security.Cryptography;
using System.Text;
using CreditHub.Testing.Platforms.Strict;

namespace CreditHub.Testing.Platforms.Desks;

/// <summary>What a simulated platform knows and decides, whatever way packets reach it: rows of a table, files, calls. Believes nothing and keeps its own log.</summary>
public sealed class PlatformJudge : IDisposable
{
    private readonly PlatformBooks _books;
    private readonly PlatformDesk _desk;
    private readonly StrictCheck? _check;

    public PlatformJudge(FakePlatformOptions options)
    {
        Options = options;
        Faults = new FaultScript(options.Seed);
        _books = new PlatformBooks(options.StateFile);
        _check = options.ConfigDirectory is null ? null : new StrictCheck(options.ConfigDirectory, options.Publishes);
        _desk = new PlatformDesk(options, _books, _check);
    }

    public FakePlatformOptions Options { get; }

    public FaultScript Faults { get; }

    public IReadOnlyList<PlatformRequest> Log => Locked(() => _books.Log.ToArray());

    public IReadOnlyDictionary<string, PlatformHolding> Holdings => Locked(() => _books.Holdings.ToDictionary(h => h.RecordId));

    public PlatformCounters Counters => Locked(() => _books.Counters);

    /// <summary>Ours to take: the dataset is among those of the options and the catalog knows its edition.</summary>
    internal bool Takes(PlatformPacket packet) => Options.Datasets?.Contains(packet.Dataset) != false && _check?.Knows(packet.Dataset, packet.Edition) != false;

    /// <summary>Decides a packet once; a repeat gets the decisions of the first time.</summary>
    internal PlatformRequest Decide(string way, PlatformPacket packet, PlatformFault? fault)
    {
        var line = new PlatformRequest(Options.Time.GetUtcNow(), way, packet.Dataset) { Status = 200, Dataset = packet.Dataset, PacketId = packet.PacketId, Records = packet.Records.Count };
        return _desk.Execute(line, packet, fault);
    }

    /// <summary>Writes a refusal that never became a decision into the log.</summary>
    internal void Refuse(string way, string what, string code)
    {
        lock (_books.Gate)
        {
            _books.Write(new PlatformRequest(Options.Time.GetUtcNow(), way, what) { Status = 400, Error = code });
        }
    }

    internal static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public void Dispose() => _books.Dispose();

    private T Locked<T>(Func<T> read)
    {
        lock (_books.Gate)
        {
            return read();
        }
    }
}
