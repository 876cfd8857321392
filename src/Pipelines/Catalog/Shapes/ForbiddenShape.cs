using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Shapes;

/// <summary><c>catalog/forbidden.json</c>.</summary>
internal static class ForbiddenShape
{
    public static readonly ObjectShape Shape = new(
        "Data that must never be collected: no dataset, field, alias or mapped column may be called so, and a column that comes with such a name is dropped and told.",
        new KeyShape("$schema", new TextShape("where the JSON schema is")),
        new KeyShape("entries", new ListShape("what is forbidden, and why", Entry(), 1), true));

    private static ObjectShape Entry() => new(
        "names and codes forbidden for one reason",
        new KeyShape("words", new ListShape("a name that contains one of these is forbidden; two characters or more", new TextShape("a word") { Pattern = @"\s*\S.*\S\s*", Form = "two characters or more" })),
        new KeyShape("codes", new ListShape("codes of datasets, fields or columns", new TextShape("a code, or its beginning and *") { Pattern = @"[A-Z][A-Z0-9_]{1,38}\*?", Form = "capital letters, digits and _, at most one * at the end" })),
        new KeyShape("personsOnly", new FlagShape("true: only where the subject may be a natural person; default false")),
        new KeyShape("unlessConsent", new FlagShape("true: allowed where the dataset names the written consent under \"consent\"; default false")),
        new KeyShape("reason", new TextShape("why, in Chinese"), true),
        new KeyShape("source", new TextShape("the law or document"), true));
}
