using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Tells rows that delete from rows that bring a record. One edition of a connector; not thread-safe.</summary>
internal sealed class DeletionMark
{
    private readonly DeletionDefinition _definition;
    private readonly HashSet<string> _values;
    private readonly Condition? _when;
    private int _column = -1;

    public DeletionMark(DeletionDefinition definition, DatasetDefinition dataset)
    {
        _definition = definition;
        _values = [.. definition.Values.Select(NameFold.Fold)];
        _when = definition.When is { } when && RuleRegistry.Fits(when, dataset) ? RuleRegistry.Bind(when, dataset) : null;
    }

    /// <summary>The column it goes by where the payload's records leave it out: nothing was deleted by it. Null otherwise.</summary>
    public string? Absent => _column < 0 ? _definition.Column : null;

    /// <summary>Takes the columns of a payload.</summary>
    public void Resolve(IReadOnlyList<string> columns, bool fixedColumns) => _column = Find(columns, fixedColumns);

    /// <summary>Place of its column, or -1. A text file without the column would bring deleted records back: it does not fit, which is thrown.</summary>
    public int Find(IReadOnlyList<string> columns, bool fixedColumns)
    {
        if (_definition.Column is not { } name)
        {
            return -1;
        }

        string folded = NameFold.Fold(name);
        for (int i = 0; i < columns.Count; i++)
        {
            if (NameFold.Fold(columns[i]) == folded)
            {
                return i;
            }
        }

        return fixedColumns
            ? throw new ConnectorException(FailureKind.Payload, $"缺少列：{name}（标明删除的列）。请补齐列或修改接入配置的deletion。")
            : -1;
    }

    /// <summary>Whether the row's word cannot be decoded: nobody knows then what it says.</summary>
    public bool IsUnreadable(RawRecord raw) => _column >= 0 && _column < raw.Count && raw[_column].IndexOf("\uFFFF"u8) >= 0;

    /// <summary>Whether the row deletes.</summary>
    public bool IsOn(RawRecord raw, RecordValues values) =>
        (_column >= 0 && _column < raw.Count && _values.Contains(NameFold.Fold(Encoding.UTF8.GetString(raw[_column]).Trim())))
        || (_when?.Holds(values) ?? false);
}
