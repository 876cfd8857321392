using CreditHub.Pipelines.Effects;

namespace CreditHub.Pipelines.Previews;

/// <summary>What another configuration would make of records that a connector has delivered. Counts are records; no value of a record is in it.</summary>
public sealed record EffectResult
{
    /// <summary>Connector.</summary>
    public required string Connector { get; init; }

    /// <summary>Why nothing could be compared, or what of it could not, in words; else empty.</summary>
    public string Remark { get; set; } = "";

    /// <summary>Landed payloads read.</summary>
    public int Payloads { get; set; }

    /// <summary>Records compared, each once: as it stands in the payload landed last.</summary>
    public long Records { get; set; }

    /// <summary>Stored the same way.</summary>
    public long Same { get; set; }

    /// <summary>Stored now, refused then.</summary>
    public long Refused { get; set; }

    /// <summary>Refused now, stored then.</summary>
    public long Accepted { get; set; }

    /// <summary>Stored with other content: a new version each, sent again to every platform that is owed it.</summary>
    public long Changed { get; set; }

    /// <summary>Stored under another identity: as a new record, while the old one stays until it is withdrawn.</summary>
    public long Renamed { get; set; }

    /// <summary>Left out then, or no longer left out.</summary>
    public long Excluded { get; set; }

    /// <summary>Refused both ways.</summary>
    public long StillRefused { get; set; }

    /// <summary>Rule and field of each new refusal, with the number of records.</summary>
    public IReadOnlyDictionary<string, long> Reasons { get; set; } = new Dictionary<string, long>();

    /// <summary>Records that would be sent, by platform: new, changed, renamed, or owed to it for the first time.</summary>
    public IReadOnlyDictionary<string, long> Sent { get; set; } = new Dictionary<string, long>();

    /// <summary>Records that a platform is owed now and would not be owed then.</summary>
    public IReadOnlyDictionary<string, long> NoLongerOwed { get; set; } = new Dictionary<string, long>();

    /// <summary>What platforms would be told before anything else, over the records of all connectors: see <see cref="EffectRun.PlatformsAsync"/>.</summary>
    public IReadOnlyDictionary<string, RetractionCount> AtPlatforms { get; set; } = new Dictionary<string, RetractionCount>();
}
