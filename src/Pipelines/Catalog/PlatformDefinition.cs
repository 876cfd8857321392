using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Catalog;

/// <summary>One place to deliver to, as written in <c>config/platforms/&lt;name&gt;.json</c>.</summary>
public sealed record PlatformDefinition
{
    /// <summary>The file's name without extension.</summary>
    public required string Name { get; init; }

    /// <summary>Chinese name.</summary>
    public required string Title { get; init; }

    /// <summary>False: nothing new is owed to it and nothing is sent.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Kind and settings.</summary>
    public required KindSettings Kind { get; init; }

    /// <summary>Datasets it takes; <c>*</c> alone = all.</summary>
    public required IReadOnlyList<string> Datasets { get; init; }

    /// <summary>Dataset → condition a record must meet to be this platform's concern, such as a county's own area. A dataset without one goes whole.</summary>
    public IReadOnlyDictionary<string, string> Where { get; init; } = new Dictionary<string, string>();

    /// <summary>Dataset → the only fields it is sent. A dataset without a list is sent with all fields of the levels in <see cref="Disclosure"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Fields { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Dataset → fields it is not sent.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Omit { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Datasets whose records it takes though fields are left out that the catalog requires.</summary>
    public IReadOnlyList<string> Incomplete { get; init; } = [];

    /// <summary>Disclosure levels it may receive.</summary>
    public required IReadOnlyList<Disclosure> Disclosure { get; init; }

    /// <summary>It publishes what it gets: personal fields are masked, natural persons withheld where the catalog says so.</summary>
    public bool Publishes { get; init; }

    /// <summary>Our own limits; the platform's own may be stricter.</summary>
    public PlatformLimits Limits { get; init; } = new(500, 2 << 20, 600, 4);

    /// <summary>Records of a dataset that a stricter configuration may take back from it without a person's consent. Default 100.</summary>
    public int WithdrawCount { get; init; } = 100;

    /// <summary>Share (0–1) of a dataset's records held there that a stricter configuration may take back without a person's consent; ignored below 20 records. Default 0.05.</summary>
    public double WithdrawShare { get; init; } = 0.05;

    /// <summary>Seconds before the first retry; doubles up to <see cref="RetryCapSeconds"/>, with jitter. Default 1.</summary>
    public double RetrySeconds { get; init; } = 1;

    /// <summary>Longest wait between tries of one packet in seconds, while others go through; whether anything goes through at all is tried every few seconds. Default 600.</summary>
    public double RetryCapSeconds { get; init; } = 600;

    /// <summary>Days after which records the platform still calls pending are left to a person. Default 7.</summary>
    public int ReceiptDays { get; init; } = 7;

    /// <summary>Differences found by reconciliation are sent again without asking a person; what is published there though withdrawn here always is. Default false.</summary>
    public bool RepairsDifferences { get; init; }

    /// <summary>When it is compared with our books (cron with seconds, Beijing time). Default daily at 03:30.</summary>
    public string ReconcileCron { get; init; } = "0 30 3 * * ?";

    /// <summary>Minutes between two looks at its feedback. Default 15.</summary>
    public int FeedbackMinutes { get; init; } = 15;

    /// <summary>Codes of the dataset's fields that it is not sent, in catalog order.</summary>
    public IReadOnlyList<string> FieldsLeftOut(DatasetDefinition dataset) => PlatformFields.LeftOut(this, dataset);

    /// <summary>File it came from, relative to the config folder.</summary>
    public string File { get; init; } = "";
}
