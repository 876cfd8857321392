using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Catalog.Reading;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>What a dataset's shape cannot say: names, references, conditions, rules.</summary>
internal sealed class DatasetChecks(DatasetDefinition dataset, ConfigFile file, ConfigNode root, KnownNames known)
{
    private readonly FileFindings _findings = file.Findings;
    private readonly ConditionChecks _conditions = new(dataset, known.CodeSets, file.Findings);

    public void Run()
    {
        Same(root["code"], file.Stem, "the file's name");
        Same(root["edition"], file.Folder, "the folder's name");
        new FieldChecks(dataset, root, known, _findings, _conditions).Run();
        CheckKey();
        CheckSubject();
        new DatasetSubjectChecks(root, _findings, _conditions).Run();
        CheckDeadline();
        CheckGroups();
        CheckChecks();
        new DatasetEffectChecks(dataset, root, known, _findings, _conditions).Run();
        new DatasetTimeChecks(dataset, root, _findings, _conditions).Run();
        new DatasetScopeChecks(dataset, root, _findings).Run();
        ForbiddenChecks.Run(root, new ForbiddenNames(known.Forbidden, dataset), _findings);
        foreach (var node in root.ItemsOf("withhold"))
        {
            _conditions.Check(node["when"]);
        }
    }

    private void Same(ConfigNode? node, string expected, string what)
    {
        if (node is not null && node.Text != expected)
        {
            _findings.Add(node, node.Text, $"this is not {what}", $"write \"{expected}\" or rename the file");
        }
    }

    private void CheckKey()
    {
        var entries = root.ItemsOf("naturalKey");
        var seen = new HashSet<string>();
        foreach (var entry in entries)
        {
            foreach (string code in entry.Text.Split('|'))
            {
                _conditions.CheckField(entry, code);
                if (!seen.Add(code))
                {
                    _findings.Add(entry, entry.Text, $"the field {code} stands twice in the natural key", "name it once");
                }
            }
        }

        var s = dataset.Subject;
        string?[] subject = [s.Name, s.Uscc, s.OrgCode, s.RegNo, s.TaxNo, s.PersonId];
        if (entries.Count > 0 && root["subject"] is not null && !seen.Overlaps(subject.OfType<string>()))
        {
            _findings.Add(root["naturalKey"]!, string.Join(", ", dataset.NaturalKey), "the natural key does not contain the subject", "add a field of \"subject\": two subjects must never be one record");
        }
    }

    private void CheckSubject()
    {
        if (root["subject"] is not { } subject)
        {
            return;
        }

        if (!subject.Properties.Any(p => p.Key != "personWhen" && p.Value.Text.Length > 0))
        {
            _findings.Add(subject, null, "no field says whom a record is about", "name at least one of name, uscc, orgCode, regNo, taxNo, personId");
        }

        foreach (var (key, node) in subject.Properties.Where(p => p.Value.Text.Length > 0))
        {
            if (key == "personWhen")
            {
                _conditions.Check(node);
            }
            else
            {
                _conditions.CheckField(node, node.Text);
            }
        }
    }

    private void CheckDeadline()
    {
        if (root["deadline"]?["from"] is { } from
            && _conditions.CheckField(from, from.Text) is { Type: not FieldType.Date })
        {
            _findings.Add(from, from.Text, "the deadline starts at a field that is no date", "name a field of type date");
        }
    }

    private void CheckGroups()
    {
        var groups = root.ItemsOf("anyOf");
        ListChecks.Once(groups, _findings);
        foreach (var group in groups)
        {
            foreach (var field in group.ItemsOf("fields"))
            {
                _conditions.CheckField(field, field.Text);
            }

            _conditions.Check(group["when"]);
        }
    }

    private void CheckChecks()
    {
        var nodes = root.ItemsOf("checks");
        ListChecks.Once(nodes, _findings);
        foreach (var (node, check) in nodes.Zip(dataset.Checks))
        {
            if ((check.Expression is null) == (check.Rule is null))
            {
                _findings.Add(node, check.Id, "a check has either an expression or a rule", "write one of \"expression\" and \"rule\"");
                continue;
            }

            _conditions.Check(node["expression"]);
            if (check.Rule is not null && RuleRegistry.CheckProblem(check, dataset) is { } problem)
            {
                _findings.Add(node["rule"] ?? node, check.Rule, problem, "name a check in code and give it the arguments it takes");
            }
        }
    }
}
