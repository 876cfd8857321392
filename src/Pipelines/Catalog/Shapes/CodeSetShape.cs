using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Shapes;

/// <summary><c>codesets/&lt;CODE&gt;.json</c>.</summary>
internal static class CodeSetShape
{
    public static readonly ObjectShape Shape = new(
        "A code list.",
        new KeyShape("$schema", new TextShape("where the JSON schema is")),
        new KeyShape("code", new TextShape("the file's name") { Pattern = "[A-Z][A-Z0-9_]{1,39}", Form = "capital letters, digits and _, 2 to 40 of them" }, true),
        new KeyShape("name", new TextShape("Chinese name"), true),
        new KeyShape("edition", new TextShape("edition of the list, such as GB/T 2260-2007")),
        new KeyShape("source", new TextShape("where it was seen")),
        new KeyShape("verified", new TextShape("how far it was seen there") { Choices = ["true", "partly", "false"] }, true),
        new KeyShape("note", new TextShape("trap or remark")),
        new KeyShape("items", new ListShape("the codes in order", Item(), 1), true));

    private static ObjectShape Item() => new(
        "a code; a value equal to code, name or an alias is taken for it",
        [
            new KeyShape("code", new TextShape("what is stored (rule enum)"), true),
            new KeyShape("name", new TextShape("Chinese name; what is stored by rule enum_name"), true),
            new KeyShape("aliases", new ListShape("further words suppliers use", new TextShape("a word"))),
            new KeyShape("verified", new FlagShape("false: own knowledge, not yet compared with a source; default as the list")),
            ..PeriodShape.Keys("that may carry it: a retired code stays right for its time")
        ]);
}
