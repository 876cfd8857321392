using System.Globalization;
using CreditHub.Pipelines.Catalog.Shapes;
using CreditHub.Pipelines.Catalog.Subjects;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Catalog.Reading;

/// <summary>Node → dataset. Forgiving: what the shape check has reported is filled with something harmless, so that later checks go on.</summary>
internal static class DatasetReader
{
    public static DatasetDefinition Read(ConfigFile file, ConfigNode root) => new()
    {
        Code = root.TextOf("code") ?? file.Stem,
        Edition = root.TextOf("edition") ?? file.Folder,
        Name = root.TextOf("name") ?? "",
        Effective = PeriodReader.Read(root, "effectiveFrom", "effectiveTo"),
        OwnDate = root.TextOf("ownDate"),
        LegalBasis = root.TextsOf("legalBasis"),
        LocalBasis = root.TextOf("localBasis"),
        Consent = root.TextOf("consent"),
        Libraries = root.TextsOf("libraries"),
        Retention = root["retentionYears"] is { } kept ? new RetentionDefinition(kept.WholeOf("years", 0), kept.TextOf("source") ?? "") : null,
        Terms = [.. root.ItemsOf("terms").Select(Term)],
        Category = root.TextOf("category") ?? "",
        Nature = root.TextOf("nature") ?? "",
        Suppliers = root.TextOf("suppliers") ?? "",
        UpdateCycle = root.TextOf("updateCycle") ?? "",
        Disclosure = Words.Disclosures.GetValueOrDefault(root.TextOf("disclosure") ?? "", Disclosure.Restricted),
        Deadline = root["deadline"] is { } deadline
            ? new DeadlineDefinition(deadline.WholeOf("workingDays", 0), deadline.TextOf("from") ?? "", deadline.TextOf("source") ?? "")
            : null,
        NaturalKey = root.TextsOf("naturalKey"),
        Subject = Subject(root["subject"]),
        Register = root["register"] is { } register ? new RegisterDefinition(register.TextOf("since")) : null,
        Corrections = root["corrections"] is { } corrections
            ? new CorrectionDefinition(
                corrections.TextOf("oldCode") ?? "", corrections.TextOf("newCode") ?? "", corrections.TextOf("way") ?? "", corrections.TextOf("on") ?? "")
            : null,
        AnyOf = [.. root.ItemsOf("anyOf").Select(node => new AnyOfDefinition(node.TextOf("id") ?? "", node.TextsOf("fields"), node.TextOf("when")) { Period = PeriodReader.Read(node) })],
        Checks = [.. root.ItemsOf("checks").Select(Check)],
        Withhold = [.. root.ItemsOf("withhold").Select(node =>
            new WithholdDefinition(node.TextOf("when") ?? "", node.TextOf("from") ?? "all", node.TextOf("reason") ?? "") { Period = PeriodReader.Read(node, "since", "until") })],
        Effect = EffectReader.Read(root["effect"]),
        Numbers = root.TextsOf("numbers"),
        Dispute = root["dispute"] is { } dispute ? new DisputeDefinition(dispute.TextOf("field") ?? "", dispute.TextOf("text") ?? "") : null,
        Fields = [.. root.ItemsOf("fields").Select(Field)],
        Verified = root.TextOf("verified") ?? "",
        Source = root.TextOf("source") ?? "",
        Note = root.TextOf("note"),
        File = file.Name,
    };

    private static SubjectDefinition Subject(ConfigNode? node) => new(
        node?.TextOf("name"), node?.TextOf("uscc"), node?.TextOf("orgCode"), node?.TextOf("regNo"),
        node?.TextOf("taxNo"), node?.TextOf("personId"), node?.TextOf("personWhen"));

    private static CheckDefinition Check(ConfigNode node) => new(
        node.TextOf("id") ?? "",
        Words.Severities.GetValueOrDefault(node.TextOf("severity") ?? "", Severity.Error),
        node.TextOf("expression"), node.TextOf("rule"), node.TextsOf("arguments"), node.TextOf("message") ?? "") { Period = PeriodReader.Read(node) };

    private static PublicationTerm Term(ConfigNode node) => new(
        node.TextOf("id") ?? "", PeriodReader.Read(node), node.TextOf("when"), node.WholeOf("months", 0),
        node["minimumMonths"] is null ? null : node.WholeOf("minimumMonths", 0), node.TextOf("startsFrom") ?? "", node.TextOf("source") ?? "");

    private static FieldDefinition Field(ConfigNode node) => new()
    {
        Code = node.TextOf("code") ?? "",
        Name = node.TextOf("name") ?? "",
        Type = Words.Types.GetValueOrDefault(node.TextOf("type") ?? "", FieldType.Text),
        MaxLength = node.WholeOf("maxLength", 0),
        Precision = node.WholeOf("precision", 0),
        Scale = node.WholeOf("scale", 0),
        Unit = node.TextOf("unit"),
        Required = node.FlagOf("required", false),
        RequiredWhen = node.TextOf("requiredWhen"),
        CodeSet = node.TextOf("codeSet"),
        Rules = Rules(node),
        Scopes = Scopes(node),
        Period = PeriodReader.Read(node),
        Disclosure = Words.Disclosures.TryGetValue(node.TextOf("disclosure") ?? "", out var level) ? level : null,
        Personal = Words.Personal.GetValueOrDefault(node.TextOf("personal") ?? "", PersonalKind.None),
        Mask = node["mask"] is { } mask ? new MaskDefinition(mask.WholeOf("left", 0), mask.WholeOf("right", 0)) : null,
        Verified = node.FlagOf("verified", true),
        Aliases = node.TextsOf("aliases"),
        Note = node.TextOf("note"),
    };

    /// <summary>The named rules, and for a decimal the rule that its precision and scale stand for.</summary>
    private static IReadOnlyList<string> Rules(ConfigNode field)
    {
        IReadOnlyList<string> rules = [.. field.ItemsOf("rules").Select(RuleOf).Where(rule => rule.Length > 0)];
        return field["precision"] is null || field.TextOf("type") != "decimal" || rules.Any(rule => rule.StartsWith("decimal:", StringComparison.Ordinal))
            ? rules
            : [string.Create(CultureInfo.InvariantCulture, $"decimal:{field.WholeOf("precision", 0)},{field.WholeOf("scale", 0)}"), .. rules];
    }

    /// <summary>The rule that an entry of <c>rules</c> names, as text or as object; empty when it names none.</summary>
    public static string RuleOf(ConfigNode entry) => entry.TextOf("rule") ?? entry.Text;

    private static Dictionary<string, RuleScope> Scopes(ConfigNode field) => field.ItemsOf("rules")
        .Where(entry => entry.TextOf("rule") is not null).GroupBy(RuleOf).ToDictionary(group => group.Key, group => Scope(group.First()));

    private static RuleScope Scope(ConfigNode entry) => new(
        PeriodReader.Read(entry),
        Words.Severities.TryGetValue(entry.TextOf("severity") ?? "", out var severity) ? severity : null);
}
