using CreditHub.Pipelines.Catalog.Reading;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>Checks conditions and field names against one dataset.</summary>
internal sealed class ConditionChecks(DatasetDefinition dataset, IReadOnlyDictionary<string, CodeSetDefinition> codeSets, FileFindings findings)
{
    private readonly Dictionary<string, FieldDefinition> _fields = dataset.Fields
        .Where(field => field.Code.Length > 0).GroupBy(field => field.Code).ToDictionary(group => group.Key, group => group.First());

    /// <summary>The field, or null and a finding.</summary>
    public FieldDefinition? CheckField(ConfigNode at, string code)
    {
        if (code.Length == 0 || _fields.TryGetValue(code, out var field))
        {
            return code.Length == 0 ? null : _fields[code];
        }

        findings.Add(at, at.Text.Length > 0 ? at.Text : code, $"{dataset.Code} ({dataset.Edition}) has no field {code}", KnownNames.Near(code, _fields.Keys));
        return null;
    }

    /// <summary>Checks the condition a node holds; nothing when it is absent or no text.</summary>
    public void Check(ConfigNode? node)
    {
        if (node is { Text.Length: > 0 })
        {
            Check(node, node.Text);
        }
    }

    public void Check(ConfigNode node, string condition)
    {
        if (!Expression.TryParse(condition, out var expression, out string? problem))
        {
            findings.Add(node, node.Text, $"the condition cannot be read: {problem}", "write for example FIELD == 'x' and notempty(FIELD)");
            return;
        }

        foreach (string code in expression!.Fields.Distinct())
        {
            CheckField(node, code);
        }

        CheckLiterals(node, expression);
    }

    /// <summary>A misspelt word of a code set would make a condition silently false, and with it a withholding or an obligation.</summary>
    private void CheckLiterals(ConfigNode node, Expression expression)
    {
        switch (expression)
        {
            case Not not:
                CheckLiterals(node, not.Inner);
                break;
            case And and:
                CheckLiterals(node, and.Left);
                CheckLiterals(node, and.Right);
                break;
            case Or or:
                CheckLiterals(node, or.Left);
                CheckLiterals(node, or.Right);
                break;
            case EqualsAny equals when Words(equals.Field) is { } words:
                foreach (string value in equals.Values.Where(value => !words.Contains(value)))
                {
                    findings.Add(node, value, $"{equals.Field} never has this value", KnownNames.Near(value, words));
                }

                break;
            default:
                break;
        }
    }

    /// <summary>The closed list of a field's stored values, or null.</summary>
    private List<string>? Words(string code)
    {
        if (!_fields.TryGetValue(code, out var field) || field.CodeSet is null || !codeSets.TryGetValue(field.CodeSet, out var set))
        {
            return null;
        }

        return field.Rules.Contains("enum") ? [.. set.Items.Select(item => item.Code)]
            : field.Rules.Contains("enum_name") ? [.. set.Items.Select(item => item.Name)]
            : null;
    }
}
