using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Shapes;

/// <summary><c>connectors/&lt;name&gt;.json</c>.</summary>
internal static class ConnectorShape
{
    public static readonly ObjectShape Shape = new(
        "One feed of one dataset from one supplier.",
        new KeyShape("$schema", new TextShape("where the JSON schema is")),
        new KeyShape("name", new TextShape("the file's name") { Pattern = "[a-z][a-z0-9-]{0,62}", Form = "small letters, digits and -, at most 63" }, true),
        new KeyShape("supplier", new ObjectShape(
            "who answers for the data",
            new KeyShape("code", new TextShape("short code, or the unified social credit code") { Pattern = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}", Form = "letters, digits, - and _" }, true),
            new KeyShape("name", new TextShape("Chinese name"), true)), true),
        new KeyShape("dataset", new TextShape("dataset code of the catalog"), true),
        new KeyShape("edition", new TextOrListShape(
            "edition the supplier reports by; or several, oldest first: each record belongs to the one whose time holds its own date",
            new TextShape("an edition"),
            new ListShape("editions, oldest first", new TextShape("an edition"), 2)), true),
        new KeyShape("enabled", new FlagShape("false: not scheduled and not runnable; default true")),
        new KeyShape("schedule", new ObjectShape(
            "when it runs by itself; without it only on demand",
            new KeyShape("cron", new TextShape("Quartz cron with seconds, such as 0 30 2 * * ?"), true),
            new KeyShape("timeZone", new TextShape("IANA time zone; default Asia/Shanghai")))),
        new KeyShape("expected", new ObjectShape(
            "when the supplier is to be heard of again, by records or a zero report; without it by the dataset's updateCycle",
            new KeyShape("every", new TextShape("a cycle after the last time; never: whenever there is something") { Choices = ["never", "day", "week", "month", "quarter", "halfyear", "year"] }, true),
            new KeyShape("graceWorkingDays", new NumberShape("working days granted beyond; default 3", 0, 60)))),
        new KeyShape("source", new KindShape("where the payloads come from", KindRole.Source, true), true),
        new KeyShape("decoder", new KindShape("how payloads are split into records", KindRole.Decoder, true), true),
        new KeyShape("mapping", new MapShape(
            "catalog field code → where its value comes from; a field not named here takes the column with its code, Chinese name or alias",
            Mapping())),
        new KeyShape("mappingByEdition", new MapShape(
            "edition → mappings for its records alone, before those of \"mapping\": where one column name means another field in each edition",
            new MapShape("catalog field code → where its value comes from", Mapping()))),
        new KeyShape("exclude", new ListShape("records that are left out", new ObjectShape(
            "which records, and why",
            new KeyShape("when", new TextShape("a condition over catalog fields"), true),
            new KeyShape("reason", new TextShape("Chinese text for the books"), true)))),
        new KeyShape("deletion", new ObjectShape(
            "how a row says that its record is gone at the supplier; such a row needs its key only",
            new KeyShape("column", new TextShape("the column that says so; needs \"values\"")),
            new KeyShape("values", new ListShape("what stands there when the record is gone, such as D, delete, 2", new TextShape("a value"), 1)),
            new KeyShape("when", new TextShape("or: a condition over catalog fields")),
            new KeyShape("reason", new TextShape("what platforms are told; DELETED (default): a later row brings the record back, REVOKED: none does") { Choices = ["DELETED", "REVOKED"] }))),
        new KeyShape("snapshot", new FlagShape("true: every complete run brings all that the supplier has, and what is missing is gone; default false")),
        new KeyShape("limits", Limits()));

    private static ObjectShape Mapping() => new(
        "exactly one of \"column\", \"columns\" and \"value\"",
        new KeyShape("column", new TextShape("the column's name")),
        new KeyShape("columns", new ListShape("the first of these columns that the payload has", new TextShape("a column name"), 1)),
        new KeyShape("value", new TextShape("a constant")),
        new KeyShape("unit", new TextShape("unit the supplier writes the amount in; default: that of the field") { Choices = Words.SupplierUnits }),
        new KeyShape("truncatedAt", new NumberShape("characters or bytes at which a station on the supplier's way cuts this text: one of just this length is reported with a warning", 2, 100_000)),
        new KeyShape("codes", new MapShape("whole values of the supplier → our values", new TextShape("our value") { MayBeEmpty = true })));

    private static ObjectShape Limits() => new(
        "limits of a run",
        new KeyShape("rejectedCount", new NumberShape("rejected records at which a run stops before anything is stored; default 100000", 0, int.MaxValue)),
        new KeyShape("rejectedShare", new NumberShape("share of rejected records at which a run stops before anything is stored, ignored below 20 records; default 0.5", 0, 1, Whole: false)),
        new KeyShape("chunkSize", new NumberShape("records of one transaction; default 10000", 100, 50_000)),
        new KeyShape("maxWithdrawCount", new NumberShape("records a snapshot may withdraw by their absence; with more it withdraws none and says so; default 100", 0, int.MaxValue)),
        new KeyShape("maxWithdrawShare", new NumberShape("share of the connector's records a snapshot may withdraw by their absence, ignored below 20 records; default 0.05", 0, 1, Whole: false)),
        new KeyShape("maxPayloadBytes", new NumberShape("largest payload in bytes; default 4294967296", 1, 1L << 40)));
}
