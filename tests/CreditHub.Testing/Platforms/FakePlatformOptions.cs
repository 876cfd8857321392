using CreditHub.Pipelines.Model;

namespace CreditHub.Testing.Platforms;

/// <summary>How a <see cref="FakePlatform"/> behaves.</summary>
public sealed record FakePlatformOptions
{
    /// <summary>Beginning of its receipt numbers.</summary>
    public string ReceiptPrefix { get; init; } = "P410000";

    public string ClientId { get; init; } = "hub";

    public string ClientSecret { get; init; } = "made-up-secret";

    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>What it states at <c>limits</c> and enforces.</summary>
    public PlatformLimits Limits { get; init; } = new(500, 2 << 20, 6000, 8);

    /// <summary>Config directory whose catalog it checks every field against; null: only the envelope is checked.</summary>
    public string? ConfigDirectory { get; init; }

    /// <summary>Datasets it takes; null = every dataset of the catalog.</summary>
    public IReadOnlySet<string>? Datasets { get; init; }

    /// <summary>It publishes: personal fields may be masked or left out, and unmasked ones of natural persons are refused by nobody but logged.</summary>
    public bool Publishes { get; init; }

    /// <summary>The protocol in another form; null: as it is.</summary>
    public PlatformForm? Form { get; init; }

    /// <summary>Accepts every record unseen, with as little work as possible: for benchmarks.</summary>
    public bool Instant { get; init; }

    /// <summary>How long every answer to a packet takes in instant mode.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Append-only JSON Lines log from which a restarted platform takes up its receipts and holdings; null: memory only.</summary>
    public string? StateFile { get; init; }

    /// <summary>Port; 0 = a free one. A restart in place needs the old one.</summary>
    public int Port { get; init; }

    /// <summary>Seed of the faults' probabilities.</summary>
    public int Seed { get; init; } = 20261120;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
