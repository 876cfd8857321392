using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Shapes;

/// <summary><c>overrides/&lt;name&gt;.json</c>.</summary>
internal static class OverrideShape
{
    private const string Day = @"\d{4}-\d{2}-\d{2}";

    public static readonly ObjectShape Shape = new(
        "Corrections of single records by hand, on the ground of one document.",
        new KeyShape("$schema", new TextShape("where the JSON schema is")),
        new KeyShape("name", new TextShape("the file's name") { Pattern = "[a-z][a-z0-9-]{0,62}", Form = "small letters, digits and -, at most 63" }, true),
        new KeyShape("dataset", new TextShape("dataset code of the catalog"), true),
        new KeyShape("author", new TextShape("who answers for it"), true),
        new KeyShape("date", new TextShape("the day it was decided: what is received from then on is corrected") { Pattern = Day, Form = "YYYY-MM-DD" }, true),
        new KeyShape("reason", new TextShape("why, in Chinese"), true),
        new KeyShape("document", new TextShape("number or place of the paper it rests on"), true),
        new KeyShape("until", new TextShape("last day of receipt; without it for ever") { Pattern = Day, Form = "YYYY-MM-DD" }),
        new KeyShape("records", new ListShape("the records and what is to stand in them", Entry(), 1), true));

    private static ObjectShape Entry() => new(
        "one record: exactly one of \"key\" and \"record\"",
        new KeyShape("key", new MapShape("field of the natural key → its value", new TextShape("the value") { MayBeEmpty = true })),
        new KeyShape("record", new TextShape("record id, as trace shows it: rather this where the key holds personal data") { Pattern = "[0-9a-fA-F]{64}", Form = "64 hex digits" }),
        new KeyShape("set", new MapShape("field → what is to stand there; \"\" clears it", new TextShape("the value") { MayBeEmpty = true }), true));
}
