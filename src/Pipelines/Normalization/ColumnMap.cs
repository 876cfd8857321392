using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Columns of one payload resolved to fields, by name only. Made once for each column list.</summary>
internal sealed class ColumnMap
{
    private ColumnMap(int[] columns, IReadOnlyList<string> unknown)
    {
        Columns = columns;
        Unknown = unknown;
    }

    /// <summary>Column of each field ordinal; -1 = none.</summary>
    public int[] Columns { get; }

    /// <summary>Names of columns that no field takes.</summary>
    public IReadOnlyList<string> Unknown { get; }

    /// <summary>
    /// Resolves. Throws <see cref="ConnectorException"/> of kind Payload that names every ambiguous column and every missing one of the fields that
    /// <paramref name="need"/> theirs, by ordinal; the others are then absent values.
    /// </summary>
    public static ColumnMap Resolve(DatasetPlan plan, FieldSource[] sources, IReadOnlyList<string> names, Func<int, bool> need)
    {
        var byName = names.Select((name, i) => (Name: NameFold.Fold(name), Index: i)).ToLookup(pair => pair.Name, pair => pair.Index, StringComparer.Ordinal);
        var missing = new List<string>();
        var twice = new List<string>();
        int[] columns = [.. plan.Fields.Select((field, i) => Find(field, sources[i], byName, need(i) ? missing : [], twice))];
        if (twice.Count > 0 || missing.Count > 0)
        {
            throw new ConnectorException(FailureKind.Payload, Describe(missing, twice, names));
        }

        var used = columns.ToHashSet();
        return new ColumnMap(columns, [.. names.Where((_, i) => !used.Contains(i))]);
    }

    private static int Find(DatasetPlanField field, FieldSource source, ILookup<string, int> byName, List<string> missing, List<string> twice)
    {
        var definition = field.Target.Field;
        bool mapped = source.Columns.Count > 0;
        if (!mapped && source.Constant is not null)
        {
            return -1;
        }

        foreach (string name in mapped ? source.Columns : [definition.Code, definition.Name, .. definition.Aliases])
        {
            var found = byName[NameFold.Fold(name)].Take(2).ToList();
            if (found.Count > 1)
            {
                twice.Add(name);
            }

            if (found.Count > 0)
            {
                return found[0];
            }
        }

        if (source.Constant is null)
        {
            missing.Add(mapped ? $"{string.Join("/", source.Columns)}（{definition.Code}）" : $"{definition.Name}（{definition.Code}）");
        }

        return -1;
    }

    private static string Describe(List<string> missing, List<string> twice, IReadOnlyList<string> names)
    {
        const int Shown = 60;
        string problems = (missing.Count > 0 ? $"缺少列：{string.Join("、", missing)}。" : "")
            + (twice.Count > 0 ? $"列名重复，无法确定取哪一列：{string.Join("、", twice.Distinct(StringComparer.Ordinal))}。" : "");
        return $"{problems}请补齐列或修改接入配置的mapping。该文件共有{names.Count}列{(names.Count > Shown ? "，可能选错了分隔符" : "")}。";
    }
}
