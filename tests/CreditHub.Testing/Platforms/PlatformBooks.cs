using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreditHub.Testing.Platforms;

/// <summary>What the platform remembers: its log, and derived from it receipts and holdings. With a file every line is on disk before the answer leaves. Callers hold <see cref="Gate"/>.</summary>
internal sealed class PlatformBooks : IDisposable
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    private readonly Dictionary<string, PlatformRequest> _receipts = [];
    private readonly HashSet<string> _pending = [];
    private readonly Dictionary<string, SortedDictionary<string, PlatformHolding>> _holdings = [];
    private readonly FileStream? _file;

    public PlatformBooks(string? stateFile)
    {
        if (stateFile is null)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(stateFile))!);
        _file = new FileStream(stateFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        _file.SetLength(Replay(_file));
        _file.Seek(0, SeekOrigin.End);
    }

    public Lock Gate { get; } = new();

    public List<PlatformRequest> Log { get; } = [];

    public PlatformCounters Counters { get; private set; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public IEnumerable<PlatformHolding> Holdings => _holdings.Values.SelectMany(d => d.Values);

    public PlatformRequest? Receipt(string packetId) => _receipts.GetValueOrDefault(packetId);

    public bool IsPending(string packetId) => _pending.Contains(packetId);

    public IReadOnlyList<string> Pending => [.. _pending];

    public PlatformHolding? Holding(string dataset, string recordId) =>
        _holdings.TryGetValue(dataset, out var held) ? held.GetValueOrDefault(recordId) : null;

    public IReadOnlyList<PlatformHolding> HoldingsAfter(string dataset, string after, int limit) =>
        _holdings.TryGetValue(dataset, out var held)
            ? [.. held.Values.SkipWhile(h => string.CompareOrdinal(h.RecordId, after) <= 0).Take(limit)]
            : [];

    /// <summary>Forgets what a record's holding was, as after a restore from an old backup.</summary>
    public void Forget(string dataset, string recordId)
    {
        if (_holdings.TryGetValue(dataset, out var held))
        {
            held.Remove(recordId);
        }
    }

    public void Write(PlatformRequest line)
    {
        if (_file is not null)
        {
            JsonSerializer.Serialize(_file, line, Form);
            _file.WriteByte((byte)'\n');
            _file.Flush();
        }

        Apply(line);
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>Reads the lines that are whole and returns where they end: a killed platform may have left half a line.</summary>
    private long Replay(FileStream file)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        int start = 0;
        for (int end = Array.IndexOf(bytes, (byte)'\n'); end >= 0; end = Array.IndexOf(bytes, (byte)'\n', start))
        {
            Apply(JsonSerializer.Deserialize<PlatformRequest>(Encoding.UTF8.GetString(bytes, start, end - start), Form)!);
            start = end + 1;
        }

        return start;
    }

    private void Apply(PlatformRequest line)
    {
        Log.Add(line);
        if (line is { Method: "DECIDE", PacketId: not null })
        {
            _pending.Remove(line.PacketId);
            return;
        }

        if (line.Decisions.Count > 0 && line.PacketId is not null)
        {
            _receipts[line.PacketId] = line;
            if (line.Pending)
            {
                _pending.Add(line.PacketId);
            }
        }

        foreach (var decision in line.Decisions.Where(d => d.Changed))
        {
            Hold(line.Dataset!, decision);
        }

        Count(line);
    }

    private void Hold(string dataset, PlatformDecision decision)
    {
        if (!_holdings.TryGetValue(dataset, out var held))
        {
            _holdings[dataset] = held = new(StringComparer.Ordinal);
        }

        var state = decision.Operation == "PUBLISH" ? "PUBLISHED" : "WITHDRAWN";
        held[decision.RecordId] = new(dataset, decision.RecordId, decision.Version, state, decision.ContentSha256);
    }

    private void Count(PlatformRequest line)
    {
        var now = Counters;
        long With(string status) => line.Decisions.Count(d => d.Status == status);
        Counters = new(
            now.Requests + 1,
            now.Packets + (line.Decisions.Count > 0 ? 1 : 0),
            now.Repeats + (line.Repeated ? 1 : 0),
            now.Records + line.Decisions.Count,
            now.Accepted + With("ACCEPTED"),
            now.Duplicate + With("DUPLICATE"),
            now.Stale + With("STALE"),
            now.Rejected + With("REJECTED"),
            now.Published + line.Decisions.Count(d => d is { Changed: true, Operation: "PUBLISH" }),
            now.Withdrawn + line.Decisions.Count(d => d is { Changed: true, Operation: "WITHDRAW" }));
    }
}
