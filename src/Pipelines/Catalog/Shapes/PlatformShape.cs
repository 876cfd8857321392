using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Shapes;

/// <summary><c>platforms/&lt;name&gt;.json</c>.</summary>
internal static class PlatformShape
{
    public static readonly ObjectShape Shape = new(
        "One place to deliver to.",
        new KeyShape("$schema", new TextShape("where the JSON schema is")),
        new KeyShape("name", new TextShape("the file's name") { Pattern = "[a-z][a-z0-9-]{0,62}", Form = "small letters, digits and -, at most 63" }, true),
        new KeyShape("title", new TextShape("Chinese name"), true),
        new KeyShape("enabled", new FlagShape("false: nothing is owed to it or sent; default true")),
        new KeyShape("kind", new TextShape("name of a platform kind"), true),
        new KeyShape("settings", new KindShape("what the kind needs to know", KindRole.Platform, false), true),
        new KeyShape("datasets", new ListShape("dataset codes it takes, or \"*\" alone for all", new TextShape("a dataset code or *"), 1), true),
        new KeyShape("where", new MapShape("dataset code → condition over its fields: only such records concern this platform, for example startswith(CF_CFJGDM,'11411081')", new TextShape("a condition"))),
        new KeyShape("fields", new MapShape("dataset code → the only fields it is sent; without a list all that it may see", FieldCodes())),
        new KeyShape("omit", new MapShape("dataset code → fields it is not sent, though it may see them", FieldCodes())),
        new KeyShape("incomplete", new ListShape("datasets whose records it takes without fields that the catalog requires", new TextShape("a dataset code"), 1)),
        new KeyShape("disclosure", new ListShape("disclosure levels it may receive", new TextShape("a level") { Choices = [.. Words.Disclosures.Keys] }, 1), true),
        new KeyShape("publishes", new FlagShape("true: it publishes what it gets, so personal fields are masked and natural persons withheld"), true),
        new KeyShape("limits", new ObjectShape(
            "our own limits; the platform's own may be stricter",
            new KeyShape("maxRecords", new NumberShape("records in one delivery; default 500", 1, 100_000)),
            new KeyShape("maxBytes", new NumberShape("bytes of one delivery; default 2097152", 1024, 1 << 30)),
            new KeyShape("requestsPerMinute", new NumberShape("requests in a minute; default 600", 1, 100_000)),
            new KeyShape("maxInFlight", new NumberShape("requests at the same time; default 4", 1, 64)),
            new KeyShape("maxWithdrawCount", new NumberShape("records of a dataset that a stricter configuration may take back from it; for more a person is asked; default 100", 0, int.MaxValue)),
            new KeyShape("maxWithdrawShare", new NumberShape("share of a dataset's records held there that a stricter configuration may take back, ignored below 20 records; for more a person is asked; default 0.05", 0, 1, Whole: false)))),
        new KeyShape("retrySeconds", new NumberShape("seconds before the first retry, doubled each time; default 1", 0.01, 3600, Whole: false)),
        new KeyShape("retryCapSeconds", new NumberShape("longest wait between tries of one packet in seconds; default 600. Whether anything goes through again is tried every few seconds, after long trouble every minute", 0.01, 86_400, Whole: false)),
        new KeyShape("receiptDays", new NumberShape("days after which records the platform still calls pending are left to a person; default 7", 1, 365)),
        new KeyShape("reconcile", new TextShape("repair: differences found by reconciliation are sent again without asking; default report") { Choices = ["report", "repair"] }),
        new KeyShape("reconcileCron", new TextShape("when it is compared with our books: cron with seconds, Beijing time; default \"0 30 3 * * ?\"")),
        new KeyShape("feedbackMinutes", new NumberShape("minutes between two looks at its feedback; default 15", 1, 1440)));

    private static ListShape FieldCodes() => new("field codes of the dataset, in any of its editions", new TextShape("a field code"), 1);
}
