using CreditHub.Testing.Platforms.Strict;

namespace CreditHub.Testing.Platforms;

/// <summary>
/// A provincial or national platform that speaks the reference protocol and believes nothing: it checks every field against the
/// catalog files with its own reader, keeps its own log, and fails when told to.
/// </summary>
public sealed class FakePlatform : IAsyncDisposable
{
    private readonly PlatformBooks _books;
    private readonly PlatformEndpoints _endpoints;
    private readonly InstantAnswers? _instant;
    private LoopbackHost _host = null!;

    private FakePlatform(FakePlatformOptions options)
    {
        Options = options;
        Faults = new FaultScript(options.Seed);
        Tokens = new PlatformTokens(options);
        _books = new PlatformBooks(options.StateFile);
        IRecordCheck? check = options.ConfigDirectory is null ? null : new StrictCheck(options.ConfigDirectory, options.Publishes);
        _instant = options.Instant ? new InstantAnswers() : null;
        _endpoints = new PlatformEndpoints(options, _books, Tokens, new PacketDoor(options, _books, new PlatformDesk(options, _books, check), Faults, check)) { Instant = _instant };
    }

    public FakePlatformOptions Options { get; }

    public Uri Address => _host.Address;

    /// <summary>Faults to come; may be changed at any time.</summary>
    public FaultScript Faults { get; }

    /// <summary>The platform's own log, in order of arrival, from before a restart too when it has a state file.</summary>
    public IReadOnlyList<PlatformRequest> Log => Locked(() => _books.Log.ToArray());

    /// <summary>What it holds, by record id.</summary>
    public IReadOnlyDictionary<string, PlatformHolding> Holdings => Locked(() => _books.Holdings.ToDictionary(h => h.RecordId));

    /// <summary>Totals. In instant mode only requests, packets, repeats, records and accepted are counted.</summary>
    public PlatformCounters Counters => _instant is null
        ? Locked(() => _books.Counters)
        : new(_instant.Packets + _instant.Repeats, _instant.Packets, _instant.Repeats, _instant.Records, _instant.Records, 0, 0, 0, 0, 0);

    /// <summary>Tokens given out so far.</summary>
    public int TokensGiven => Tokens.Given;

    /// <summary>Most packets that were in work at the same time.</summary>
    public int MostInFlight => _endpoints.MostInFlight;

    private PlatformTokens Tokens { get; }

    /// <summary>Starts on a loopback port.</summary>
    public static async Task<FakePlatform> StartAsync(FakePlatformOptions options, CancellationToken ct = default)
    {
        var platform = new FakePlatform(options);
        platform._host = await LoopbackHost.StartAsync(platform._endpoints.AnswerAsync, options.Port, ct);
        return platform;
    }

    /// <summary>Ends every token before its time.</summary>
    public void RevokeTokens() => Tokens.RevokeAll();

    /// <summary>From now on receipts of pending packets tell their results.</summary>
    public void DecidePending()
    {
        lock (_books.Gate)
        {
            foreach (var packet in _books.Pending)
            {
                _books.Write(new PlatformRequest(Options.Time.GetUtcNow(), "DECIDE", "") { PacketId = packet });
            }
        }
    }

    /// <summary>A later finding, told at <c>feedback</c>.</summary>
    public void AddFeedback(PlatformFeedback feedback)
    {
        lock (_books.Gate)
        {
            _endpoints.Feedback.Add(feedback);
        }
    }

    /// <summary>Loses a holding, as after a restore from an old backup.</summary>
    public void Forget(string dataset, string recordId)
    {
        lock (_books.Gate)
        {
            _books.Forget(dataset, recordId);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _endpoints.WhenLaterDoneAsync();
        _books.Dispose();
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_books.Gate)
        {
            return read();
        }
    }
}
