using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders;

/// <summary>
/// What the names of a payload's columns must be: there, not too many, no two alike, readable. Columns without a name get one for people and may hold
/// nothing. Errors: <see cref="ConnectorException"/> of kind Payload, in Chinese.
/// </summary>
internal static class HeaderNames
{
    /// <summary>
    /// Checks and completes the names; returns the number of columns up to the last named one. <paramref name="gaps"/>: unnamed columns may stand between named ones
    /// (a sheet's narrow spacing columns); else only behind them.
    /// </summary>
    public static int Complete(List<string> names, bool gaps)
    {
        if (names.TrueForAll(name => name.Length == 0))
        {
            throw Fault("文件中没有表头");
        }

        int named = names.FindLastIndex(name => name.Length > 0) + 1;
        Limit(gaps ? named : names.Count);
        int empty = names.IndexOf("");
        if (!gaps && empty >= 0 && empty < named)
        {
            throw Fault($"表头第{empty + 1}列没有名称");
        }

        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Key.Length > 0 && group.Count() > 1) is { } doubled)
        {
            throw Fault($"表头有重复的列名：{doubled.Key}");
        }

        if (names.Exists(name => name.Contains('\uFFFF', StringComparison.Ordinal)))
        {
            throw Fault("表头无法按所定编码解读，请核对文件编码");
        }

        for (int i = 0; i < names.Count; i++)
        {
            names[i] = names[i].Length > 0 ? names[i] : $"第{i + 1}列（无列名）";
        }

        return named;
    }

    /// <summary>Refuses a header with more columns than a payload may have.</summary>
    public static void Limit(int columns)
    {
        if (columns > RecordLimits.Columns)
        {
            throw Fault($"表头有{columns}列，超过{RecordLimits.Columns}列的上限");
        }
    }

    private static ConnectorException Fault(string reason) => new(FailureKind.Payload, reason);
}
