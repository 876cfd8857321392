using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Shapes;

/// <summary><c>catalog/&lt;edition&gt;/&lt;CODE&gt;.json</c>.</summary>
internal static class DatasetShape
{
    private static readonly TextShape FieldCode = new("a field code of this dataset") { Pattern = "[A-Z][A-Z0-9_]{0,39}", Form = "a field code: capital letters, digits and _" };

    private static readonly TextShape Expression = new(
        "a condition over fields: FIELD == 'x', != , in ('a','b'), contains 'x', startswith(FIELD,'x'), notempty(FIELD), empty(FIELD), and, or, not, =>, parentheses");

    private static readonly TextShape Id = new("a short name, once in the list") { Pattern = "[A-Za-z0-9_]{1,60}", Form = "letters, digits and _" };

    private static readonly TextShape Message = new("Chinese text for the department: which field, what is wrong, what to do");

    public static readonly ObjectShape Shape = new(
        "A dataset of one edition of the collection catalog (信用信息归集目录).",
        [
            new KeyShape("$schema", new TextShape("where the JSON schema is")),
            new KeyShape("code", new TextShape("dataset code as printed; the file's name; the same in every edition") { Pattern = "[A-Z][A-Z0-9_]{1,39}", Form = "capital letters, digits and _, 2 to 40 of them" }, true),
            new KeyShape("edition", new TextShape("edition of the catalog; the folder's name") { Pattern = "[0-9A-Za-z][0-9A-Za-z.-]{0,15}", Form = "such as 2019" }, true),
            new KeyShape("name", new TextShape("Chinese name"), true),
            ..PeriodShape.Keys("this edition is for", "effectiveFrom", "effectiveTo"),
            new KeyShape("ownDate", FieldCode with { About = "date field with the record's own date: editions, fields, checks, codes and terms of its time apply; default: where the deadline starts, else the day it was received" }),
            new KeyShape("category", new TextShape($"category of the national base catalogue of 2024, one of: {string.Join(", ", Words.Categories)}; another word only with \"localBasis\"")),
            new KeyShape("legalBasis", new ListShape("laws and documents that order or allow its collection", new TextShape("law or document, with its number"), 1)),
            new KeyShape("localBasis", new TextShape("the local supplementary catalogue that allows what the national one does not name")),
            new KeyShape("consent", new TextShape("the written consent that data rests on which catalog/forbidden.json allows only with it")),
            new KeyShape("libraries", new ListShape("libraries (五库) its subjects belong to", new TextShape("a library") { Choices = Words.Libraries }, 1)),
            new KeyShape("retentionYears", new ObjectShape(
                "how long records are kept",
                new KeyShape("years", new NumberShape("years", 1, 100), true),
                new KeyShape("source", new TextShape("the document that says so"), true))),
            new KeyShape("terms", new ListShape("how long records may be published; of several that fit one record the longest counts", Term())),
            new KeyShape("nature", new TextShape("what the records say of the subject") { Choices = ["良好", "中性", "不良"] }),
            new KeyShape("suppliers", new TextShape("who is bound to supply it")),
            new KeyShape("updateCycle", new TextShape("how often it is due") { Choices = ["realtime", "daily", "wd7", "weekly", "monthly", "quarterly", "halfyearly", "yearly", "adhoc"] }),
            new KeyShape("disclosure", new TextShape("who may see its records") { Choices = [.. Words.Disclosures.Keys] }, true),
            new KeyShape("deadline", Deadline()),
            new KeyShape("naturalKey", new ListShape("what identifies a record, the subject included: field codes, or alternatives A|B of which the first filled one counts", new TextShape("a field code, or alternatives A|B") { Pattern = @"[A-Z][A-Z0-9_]{0,39}(?:\|[A-Z][A-Z0-9_]{0,39})*", Form = "a field code, or field codes joined by |" }, 1), true),
            new KeyShape("subject", Subject(), true),
            new KeyShape("register", Register()),
            new KeyShape("corrections", Corrections()),
            new KeyShape("verified", new TextShape("how far the facts rest on a seen source")),
            new KeyShape("source", new TextShape("where the facts come from")),
            new KeyShape("note", new TextShape("trap or remark")),
            new KeyShape("anyOf", new ListShape("groups of which at least one field must be filled", AnyOf())),
            new KeyShape("checks", new ListShape("checks over several fields", Check())),
            new KeyShape("withhold", new ListShape("records that must not leave the hub", Withhold())),
            new KeyShape("effect", EffectShape.Effect(FieldCode, Expression, Id)),
            new KeyShape("numbers", new ListShape("fields with the numbers by which repairs, objections and the like name a record of this dataset", FieldCode, 1)),
            new KeyShape("dispute", EffectShape.Dispute(FieldCode)),
            new KeyShape("fields", new ListShape("the fields in catalog order", Field(), 1), true)
        ]);

    private static ObjectShape Deadline() => new(
        "time allowed to deliver (R23)",
        new KeyShape("workingDays", new NumberShape("working days after the day in the field", 1, 366), true),
        new KeyShape("from", FieldCode with { About = "the date field the clock starts at" }, true),
        new KeyShape("source", new TextShape("the document that sets it"), true));

    private static ObjectShape Subject() => new(
        "which fields say whom a record is about; at least one",
        new KeyShape("name", FieldCode with { About = "field with the name" }),
        new KeyShape("uscc", FieldCode with { About = "field with the unified social credit code" }),
        new KeyShape("orgCode", FieldCode with { About = "field with the organisation code" }),
        new KeyShape("regNo", FieldCode with { About = "field with the registration number" }),
        new KeyShape("taxNo", FieldCode with { About = "field with the tax number" }),
        new KeyShape("personId", FieldCode with { About = "field with a natural person's identity number" }),
        new KeyShape("personWhen", Expression with { About = "true when the subject is a natural person; " + Expression.About }));

    private static ObjectShape Register() => new(
        "a register of subjects: its names are the right ones, and names in other datasets are compared with them",
        new KeyShape("since", FieldCode with { About = "date field with the day from which the name holds; default: the day the record came" }));

    private static ObjectShape Corrections() => new(
        "records that correct unified codes given twice or wrongly (重错码)",
        new KeyShape("oldCode", FieldCode with { About = "field with the code that is corrected" }, true),
        new KeyShape("newCode", FieldCode with { About = "field with the code that takes its place" }, true),
        new KeyShape("way", FieldCode with { About = "field with one of the words 新增, 删除, 保留" }, true),
        new KeyShape("on", FieldCode with { About = "date field with the day of the correction" }, true));

    private static ObjectShape AnyOf() => new(
        "a group of fields",
        [
            new KeyShape("id", Id, true),
            new KeyShape("fields", new ListShape("at least one of these must be filled", FieldCode, 2), true),
            new KeyShape("when", Expression with { About = "only then; default always; " + Expression.About }),
            ..PeriodShape.Keys("it is for")
        ]);

    private static ObjectShape Term() => new(
        "a publication term",
        [
            new KeyShape("id", Id, true),
            ..PeriodShape.Keys("it is for"),
            new KeyShape("when", Expression with { About = "only then; default always; " + Expression.About }),
            new KeyShape("months", new NumberShape("months at most; 0: not published", 0, 1200), true),
            new KeyShape("minimumMonths", new NumberShape("months at least, before a repair can end it", 0, 1200)),
            new KeyShape("startsFrom", FieldCode with { About = "date field the term is counted from" }, true),
            new KeyShape("source", new TextShape("the document that sets it"), true)
        ]);

    private static ObjectShape Check() => new(
        "a check: either \"expression\" (violated when false) or \"rule\" with \"arguments\"",
        [
            new KeyShape("id", Id, true),
            new KeyShape("severity", new TextShape("error keeps the record out, warning only reports") { Choices = [.. Words.Severities.Keys] }, true),
            new KeyShape("expression", Expression),
            new KeyShape("rule", new TextShape("name of a check in code") { Pattern = "[a-z0-9_]{1,60}", Form = "small letters, digits and _" }),
            new KeyShape("arguments", new ListShape("what the rule is given", new TextShape("a field code or a value"))),
            new KeyShape("message", Message, true),
            ..PeriodShape.Keys("it is for")
        ]);

    private static ObjectShape Withhold() => new(
        "which records, from whom, and why",
        [
            new KeyShape("when", Expression, true),
            new KeyShape("from", new TextShape("public: platforms that publish; all: every platform") { Choices = ["public", "all"] }, true),
            new KeyShape("reason", new TextShape("Chinese text for the books"), true),
            ..PeriodShape.Keys("it is for", "since", "until")
        ]);

    private static ObjectShape Rule() => new(
        "a rule that is limited in time or only warns",
        [
            new KeyShape("rule", new TextShape("name or name:argument"), true),
            ..PeriodShape.Keys("it judges"),
            new KeyShape("severity", new TextShape("warning lets the value pass and reports; default: as the rule says") { Choices = [.. Words.Severities.Keys] })
        ]);

    private static ObjectShape Field() => new(
        "a field",
        [
            new KeyShape("code", FieldCode with { About = "field code as printed" }, true),
            new KeyShape("name", new TextShape("Chinese name as printed; also a column name suppliers may use"), true),
            new KeyShape("type", new TextShape("type of the values") { Choices = [.. Words.Types.Keys] }, true),
            new KeyShape("maxLength", new NumberShape("characters at most; for text and longText", 1, 1_000_000)),
            new KeyShape("precision", new NumberShape("digits before and after the point together; for decimal", 1, 28)),
            new KeyShape("scale", new NumberShape("digits after the point; for decimal", 0, 6)),
            new KeyShape("unit", new TextShape("unit of the stored amount; for decimal") { Choices = Words.Units }),
            new KeyShape("required", new FlagShape("always required; default false")),
            new KeyShape("requiredWhen", Expression with { About = "required when this holds; " + Expression.About }),
            new KeyShape("codeSet", new TextShape("code set of its values (rules enum, enum_name, …)")),
            new KeyShape("rules", new ListShape("named rules, in the order they run", new TextOrObjectShape("a rule", new TextShape("name or name:argument"), Rule()))),
            ..PeriodShape.Keys("that have this field"),
            new KeyShape("disclosure", new TextShape("who may see the field; default: who may see the dataset's records") { Choices = [.. Words.Disclosures.Keys] }),
            new KeyShape("personal", new TextShape("what is personal about it; such a field is masked where it is published") { Choices = [.. Words.Personal.Keys] }),
            new KeyShape("mask", new ObjectShape(
                "characters kept when masked; default: that of its personal kind",
                new KeyShape("left", new NumberShape("characters kept at the left", 0, 10), true),
                new KeyShape("right", new NumberShape("characters kept at the right", 0, 10), true))),
            new KeyShape("verified", new FlagShape("false: length or obligation rests on no seen source; default true")),
            new KeyShape("aliases", new ListShape("further column names suppliers use", new TextShape("a column name"))),
            new KeyShape("note", new TextShape("trap or remark"))
        ]);
}
