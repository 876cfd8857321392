using CreditHub.Pipelines.Catalog.Reading;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>What the shape of a dataset's fields cannot say.</summary>
internal sealed class FieldChecks(DatasetDefinition dataset, ConfigNode root, KnownNames known, FileFindings findings, ConditionChecks conditions)
{
    public void Run()
    {
        var codes = new HashSet<string>(StringComparer.Ordinal);
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (node, field) in root.ItemsOf("fields").Zip(dataset.Fields))
        {
            if (node["code"] is { } code && !codes.Add(field.Code))
            {
                findings.Add(code, field.Code, "the field code stands twice in this dataset", "keep one of them");
            }

            CheckColumnNames(node, field, columns);
            CheckType(node, field);
            CheckCodeSet(node, field);
            CheckRules(node, field);
            CheckObligation(node, field);
            PeriodChecks.Run(node, findings);
            if (field.Disclosure < dataset.Disclosure)
            {
                findings.Add(node["disclosure"]!, node["disclosure"]!.Text, "the field is more open than the dataset it stands in, which changes nothing", $"remove it, or write what is stricter than {ConfigWords.Of(dataset.Disclosure)}");
            }

            if (field.Mask is not null && field.Personal == PersonalKind.None)
            {
                findings.Add(node["mask"]!, null, "a mask is for personal fields", "add \"personal\" or remove \"mask\"");
            }
        }
    }

    /// <summary>A column is found by code, name or alias: each must mean one field.</summary>
    private void CheckColumnNames(ConfigNode node, FieldDefinition field, Dictionary<string, string> columns)
    {
        IEnumerable<(ConfigNode? At, string Name)> names =
            [(node["code"], field.Code), (node["name"], field.Name), .. node.ItemsOf("aliases").Select(alias => (alias, alias.Text))];
        foreach (var (at, name) in names.Where(n => n.At is not null && n.Name.Length > 0))
        {
            string folded = NameFold.Fold(name);
            if (!columns.TryAdd(folded, field.Code) && columns[folded] != field.Code)
            {
                findings.Add(at!, name, $"the field {columns[folded]} is called this too", "give each field its own names; letter case, width and bracket form do not tell names apart");
            }
            else if (at!.Path.Contains(".aliases[", StringComparison.Ordinal) && (name == field.Code || name == field.Name))
            {
                findings.Add(at, name, "the alias says what code or name says already", "remove it");
            }
        }
    }

    private void CheckType(ConfigNode node, FieldDefinition field)
    {
        bool isText = field.Type is FieldType.Text or FieldType.LongText;
        bool isDecimal = field.Type == FieldType.Decimal;
        Only(node, "maxLength", isText, "text and longText");
        Only(node, "precision", isDecimal, "decimal");
        Only(node, "scale", isDecimal, "decimal");
        Only(node, "unit", isDecimal, "decimal");
        if (isDecimal && (field.Precision == 0 || field.Scale > field.Precision))
        {
            findings.Add(node["precision"] ?? node, field.Code, "a decimal needs a precision that is not below its scale", "write for example \"precision\": 18, \"scale\": 2");
        }
    }

    private void Only(ConfigNode node, string key, bool fits, string types)
    {
        if (!fits && node[key] is { } at)
        {
            findings.Add(at, at.Text, $"\"{key}\" is for fields of type {types}", "remove it or change the type");
        }
    }

    private void CheckCodeSet(ConfigNode node, FieldDefinition field)
    {
        bool byRule = field.Rules.Any(rule => rule.StartsWith("enum", StringComparison.Ordinal));
        bool byTime = field.Rules.Any(rule => RuleName.Of(rule) is "region6" or "region9");
        if (node["codeSet"] is not { } at)
        {
            if (byRule)
            {
                findings.Add(node["rules"] ?? node, string.Join(", ", field.Rules), "the rule needs a code set", "add \"codeSet\"");
            }

            return;
        }

        if (!known.CodeSetNames.Contains(at.Text))
        {
            findings.Add(at, at.Text, "this code set is not in codesets/", KnownNames.Near(at.Text, known.CodeSetNames));
        }

        if (!byRule && !byTime)
        {
            findings.Add(at, at.Text, "no rule uses the code set", "add \"enum\" or another rule of that family, or \"region6\" or \"region9\", to \"rules\"");
        }
    }

    private void CheckRules(ConfigNode node, FieldDefinition field)
    {
        var seen = new HashSet<string>();
        foreach (var entry in node.ItemsOf("rules"))
        {
            var at = entry["rule"] ?? entry;
            string rule = DatasetReader.RuleOf(entry);
            if (rule.Length == 0)
            {
                continue;
            }

            if (!seen.Add(rule))
            {
                findings.Add(at, rule, "the rule stands twice at this field", "keep one of them");
            }

            if (RuleRegistry.Problem(rule, field, dataset) is { } problem)
            {
                string name = RuleName.Of(rule);
                string near = RuleRegistry.Names.Contains(name) ? "" : NearestName.Of(name, RuleRegistry.Names) is { } other ? $"did you mean \"{other}\"? " : "";
                findings.Add(at, rule, problem, near + "write a rule of the vocabulary, as name or name:argument");
                continue;
            }

            if (rule.Split(':', 2) is [var word, var condition] && word.EndsWith("_if", StringComparison.Ordinal))
            {
                conditions.Check(at, condition);
            }

            CheckScope(entry, rule, field);
        }
    }

    /// <summary>Words that bring a value into form do so in every record: only what judges can be limited or softened.</summary>
    private void CheckScope(ConfigNode entry, string rule, FieldDefinition field)
    {
        PeriodChecks.Run(entry, findings);
        if (entry["from"] is null && entry["to"] is null && entry["severity"] is null)
        {
            return;
        }

        if (field.CodeSet is not null && rule.StartsWith("enum", StringComparison.Ordinal) && rule != RuleRegistry.FormRule(field))
        {
            findings.Add(entry, rule, $"the code list is judged under the first of its rules, {RuleRegistry.FormRule(field)}", "limit or soften that one and write this as plain text");
        }
        else if (!RuleRegistry.Judges(rule))
        {
            findings.Add(entry, rule, $"the rule {RuleName.Of(rule)} brings values into form and judges nothing, so it cannot be limited or softened", "write it as plain text");
        }
    }

    private void CheckObligation(ConfigNode node, FieldDefinition field)
    {
        conditions.Check(node["requiredWhen"]);
        if (field.Required && field.RequiredWhen is not null)
        {
            findings.Add(node["requiredWhen"]!, field.RequiredWhen, "the field is always required, so the condition does nothing", "remove \"required\" or \"requiredWhen\"");
        }
    }
}
