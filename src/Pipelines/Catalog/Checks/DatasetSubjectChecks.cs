using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>What a dataset says about subjects: registers and corrections of codes.</summary>
internal sealed class DatasetSubjectChecks(ConfigNode root, FileFindings findings, ConditionChecks conditions)
{
    public void Run()
    {
        CheckDate(root["register"]?["since"]);
        if (root["corrections"] is not { } corrections)
        {
            return;
        }

        CheckDate(corrections["on"]);
        foreach (string key in (string[])["oldCode", "newCode", "way"])
        {
            if (corrections[key] is { } node)
            {
                conditions.CheckField(node, node.Text);
            }
        }

        if (root["register"] is { } register)
        {
            findings.Add(register, null, "a dataset is a register or corrects codes, not both", "remove \"register\" or \"corrections\"");
        }
    }

    private void CheckDate(ConfigNode? node)
    {
        if (node is not null && conditions.CheckField(node, node.Text) is { Type: not FieldType.Date })
        {
            findings.Add(node, node.Text, "this is a field that is no date", "name a field of type date");
        }
    }
}
