using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CreditHub.Testing.Platforms.Strict;

/// <summary>Checks every field of a record against the catalog files. Shares no code with the hub on purpose: what both misread would go unseen.</summary>
internal sealed class StrictCheck(string configDirectory, bool publishes) : IRecordCheck
{
    private readonly Dictionary<(string, string), StrictDataset> _datasets =
        StrictDataset.Load(configDirectory).ToDictionary(d => (d.Code, d.Edition));

    public bool Knows(string dataset, string edition) => _datasets.ContainsKey((dataset, edition));

    public RecordFinding? Check(string sender, string dataset, string edition, PlatformRecord record, DateOnly today)
    {
        // A withdrawal carries no data: there is nothing to check, and nothing may stand in its way.
        if (record.Operation != "PUBLISH")
        {
            return null;
        }

        var definition = _datasets[(dataset, edition)];
        string Value(string field) => record[field] ?? "";
        return Shape(definition, record)
            ?? Required(definition, Value)
            ?? definition.Fields.Where(f => Value(f.Code).Length > 0).Select(f => new StrictFieldCheck(f, Value, today, publishes).Find()).FirstOrDefault(f => f is not null)
            ?? Identity(sender, definition, record, Value);
    }

    private static RecordFinding? Shape(StrictDataset dataset, PlatformRecord record)
    {
        foreach (var field in record.Data.EnumerateObject())
        {
            if (!dataset.Has(field.Name))
            {
                return new("E1001", field.Name, "目录中没有这个字段");
            }

            if (field.Value.ValueKind == JsonValueKind.Null || (field.Value.ValueKind == JsonValueKind.String && field.Value.ValueEquals("")))
            {
                return new("E1008", field.Name, "没有值的字段不应出现，不得为 null 或空串");
            }

            if (field.Value.ValueKind != JsonValueKind.String)
            {
                return new("E1006", field.Name, "字段值应为字符串");
            }
        }

        return null;
    }

    private RecordFinding? Required(StrictDataset dataset, Func<string, string> value)
    {
        // A publishing platform gets personal fields masked or not at all.
        var missing = dataset.Fields.FirstOrDefault(f =>
            value(f.Code).Length == 0 && (f.Required || f.RequiredWhen?.Invoke(value) == true) && !(publishes && f.Personal.Length > 0));
        if (missing is not null)
        {
            return new("E1002", missing.Code, $"必填项“{missing.Name}”为空");
        }

        var group = dataset.AnyOf.FirstOrDefault(a => a.When?.Invoke(value) != false && a.Fields.All(f => value(f).Length == 0));
        return group.Fields is null ? null : new("E1002", group.Fields[0], "至少应填写其中一项：" + string.Join("、", group.Fields));
    }

    private static RecordFinding? Identity(string sender, StrictDataset dataset, PlatformRecord record, Func<string, string> value)
    {
        var key = dataset.NaturalKey.Select(k => k.Select(value).FirstOrDefault(v => v.Length > 0) ?? "").ToList();
        if (key.Any(v => v.Contains('*', StringComparison.Ordinal)))
        {
            return null;
        }

        var text = string.Join('\u001f', [sender, dataset.Code, .. key]);
        return record.RecordId == Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))
            ? null
            : new("E1009", null, "记录标识与主键内容不一致");
    }
}
