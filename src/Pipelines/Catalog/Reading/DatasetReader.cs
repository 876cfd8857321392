using System.Globalization;
using CreditHub.Pipelines.Catalog.Shapes;
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
        AnyOf = [.. root.ItemsOf("anyOf").Select(node => new AnyOfDefinition(node.TextOf("id") ?? "", node.TextsOf("fields"), node.TextOf("when")))],
        Checks = [.. root.ItemsOf("checks").Select(Check)],
        Withhold = [.. root.ItemsOf("withhold").Select(node =>
            new WithholdDefinition(node.TextOf("when") ?? "", node.TextOf("from") ?? "all", node.TextOf("reason") ?? ""))],
        Fields = [.. root.ItemsOf("fields").Select(Field)],
        File = file.Name,
    };

    private static SubjectDefinition Subject(ConfigNode? node) => new(
        node?.TextOf("name"), node?.TextOf("uscc"), node?.TextOf("orgCode"), node?.TextOf("regNo"),
        node?.TextOf("taxNo"), node?.TextOf("personId"), node?.TextOf("personWhen"));

    private static CheckDefinition Check(ConfigNode node) => new(
        node.TextOf("id") ?? "",
        Words.Severities.GetValueOrDefault(node.TextOf("severity") ?? "", Severity.Error),
        node.TextOf("expression"), node.TextOf("rule"), node.TextsOf("arguments"), node.TextOf("message") ?? "");

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
        Personal = Words.Personal.GetValueOrDefault(node.TextOf("personal") ?? "", PersonalKind.None),
        Mask = node["mask"] is { } mask ? new MaskDefinition(mask.WholeOf("left", 0), mask.WholeOf("right", 0)) : null,
        Verified = node.FlagOf("verified", true),
        Aliases = node.TextsOf("aliases"),
        Note = node.TextOf("note"),
    };

    /// <summary>The named rules, and for a decimal the rule that its precision and scale stand for.</summary>
    private static IReadOnlyList<string> Rules(ConfigNode field)
    {
        var rules = field.TextsOf("rules");
        return field["precision"] is null || field.TextOf("type") != "decimal" || rules.Any(rule => rule.StartsWith("decimal:", StringComparison.Ordinal))
            ? rules
            : [string.Create(CultureInfo.InvariantCulture, $"decimal:{field.WholeOf("precision", 0)},{field.WholeOf("scale", 0)}"), .. rules];
    }
}
