using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Shapes;

/// <summary>What the records of a dataset do to others.</summary>
internal static class EffectShape
{
    public static ObjectShape Effect(TextShape field, TextShape expression, TextShape id) => new(
        "what the records of this dataset do to other records (repairs, objections, revocations, exemptions) or, without \"names\", to themselves",
        new KeyShape("names", Names(field)),
        new KeyShape("author", field with { About = "field with who decided" }),
        new KeyShape("document", field with { About = "field with the number of the decision" }),
        new KeyShape("from", field with { About = "date field with the first day of the effect; default: at once" }),
        new KeyShape("to", field with { About = "date field with the last day of the effect; default: no end" }),
        new KeyShape("acts", new ListShape("what is done; the first entry that fits a record counts, and a record that none fits does nothing", Act(field, expression, id), 1), true));

    public static ObjectShape Dispute(TextShape field) => new(
        "how a disputed record is shown; without it the record is held back until the dispute is settled",
        new KeyShape("field", field with { About = "text field that says so" }, true),
        new KeyShape("text", new TextShape("Chinese text, set before what the field says"), true));

    private static ObjectShape Names(TextShape field) => new(
        "which record: exactly one must be found, else a person is asked",
        new KeyShape("dataset", field with { About = "field with the code of the dataset it is in; or write \"in\"" }),
        new KeyShape("in", new TextShape("code of the dataset it is in, always the same")),
        new KeyShape("number", field with { About = "field with the record's number (文号)" }, true),
        new KeyShape("name", field with { About = "field with the name of its subject" }),
        new KeyShape("code", field with { About = "field with the unified code of its subject" }));

    private static ObjectShape Act(TextShape field, TextShape expression, TextShape id) => new(
        "one kind of act",
        new KeyShape("id", id, true),
        new KeyShape("when", expression with { About = "only then; default always; " + expression.About }),
        new KeyShape("action", new TextShape("withdraw: gone until a new act; hold: gone while the act stands; mark: shown as disputed; correct: one field shown with its right value") { Choices = Words.Actions }, true),
        new KeyShape("reason", new TextShape("what platforms are told") { Choices = Words.WithdrawReasons }, true),
        new KeyShape("field", field with { About = "for correct: field with the code or the Chinese name of the field that is wrong" }),
        new KeyShape("value", field with { About = "for correct: field with the right value" }));
}
