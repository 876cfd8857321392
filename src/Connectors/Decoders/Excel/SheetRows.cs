using CreditHub.Pipelines.Model;
using ExcelDataReader;

namespace CreditHub.Connectors.Decoders.Excel;

/// <summary>
/// The rows of one sheet as texts, one at a time. Errors: <see cref="ConnectorException"/> of kind Payload when the sheet is missing or no sheet of a spreadsheet program.
/// </summary>
internal sealed class SheetRows
{
    private const int MostRows = 1_048_576;
    private const int MostColumns = 1000;
    private readonly IExcelDataReader _reader;
    private readonly CellText _text;
    private readonly string[] _cells;
    private readonly bool[] _lost;

    private SheetRows(IExcelDataReader reader, FailedCells failed, bool countsFrom1904)
    {
        _reader = reader;
        _text = new CellText(reader, failed, countsFrom1904);
        Width = reader.FieldCount;
        if (Width > MostColumns)
        {
            throw new ConnectorException(FailureKind.Payload, $"工作表“{reader.Name}”共有{Width}列，超过{MostColumns}列的上限：请删除表格右侧多余的内容后重新报送");
        }

        _cells = new string[Width];
        _lost = new bool[Width];
        Areas = new MergedAreas(reader.MergeCells, Width);
    }

    public string Name => _reader.Name;

    /// <summary>Columns up to the last one with a value.</summary>
    public int Width { get; }

    /// <summary>Rows read so far: the number of the current row as the spreadsheet shows it.</summary>
    public int Row { get; private set; }

    /// <summary>Merged cells over the current row.</summary>
    public MergedAreas Areas { get; }

    /// <summary>Text of a cell itself: only the first cell of a merged area has one.</summary>
    public string this[int column] => _cells[column];

    /// <summary>Moves to the sheet the settings name. <paramref name="failed"/>: the failed cells of the sheet of this name.</summary>
    public static SheetRows Find(IExcelDataReader reader, ExcelSettings settings, Func<string, FailedCells> failed, bool countsFrom1904)
    {
        var names = new List<string>();
        do
        {
            bool visible = string.Equals(reader.VisibleState, "visible", StringComparison.OrdinalIgnoreCase);
            if (settings.SheetName is { } name ? string.Equals(reader.Name?.Trim(), name, StringComparison.OrdinalIgnoreCase) : visible && names.Count + 1 == settings.SheetNumber)
            {
                return new SheetRows(reader, failed(reader.Name ?? ""), countsFrom1904);
            }

            if (visible)
            {
                names.Add(reader.Name ?? "");
            }
        }
        while (reader.NextResult());

        string wanted = settings.SheetName is { } missing ? $"名为“{missing}”的工作表" : $"第{settings.SheetNumber}个工作表";
        throw new ConnectorException(FailureKind.Payload, $"没有{wanted}。该文件的工作表：{string.Join("、", names.Take(20))}。请核对工作表名称或接入配置的sheet");
    }

    /// <summary>False after the last row.</summary>
    public bool Next()
    {
        if (Width == 0 || !_reader.Read())
        {
            return false;
        }

        if (++Row > MostRows)
        {
            throw new ConnectorException(FailureKind.Payload, $"工作表“{Name}”超过{MostRows}行，不是电子表格软件生成的文件");
        }

        for (int i = 0; i < Width; i++)
        {
            _cells[i] = _text.Read(Row - 1, i, out _lost[i]);
        }

        Areas.Begin(Row - 1, _cells, _lost);
        return true;
    }

    /// <summary>Text of a cell, taken from the first cell of the merged area that covers it.</summary>
    public string Filled(int column) => Areas.Over(column) is null ? _cells[column] : Areas.Text(column);

    /// <summary>Whether digits of that text are lost.</summary>
    public bool DigitsLost(int column) => Areas.Over(column) is null ? _lost[column] : Areas.DigitsLost(column);

    /// <summary>Places with something in them in this row; cells of one merged area are one place.</summary>
    public int Places()
    {
        int places = 0;
        for (int i = 0; i < Width; i++)
        {
            if (IsPlace(i))
            {
                places++;
            }
        }

        return places;
    }

    /// <summary>The first text of the row that is not blank, trimmed; empty when there is none.</summary>
    public ReadOnlySpan<char> First()
    {
        for (int i = 0; i < Width; i++)
        {
            if (IsPlace(i))
            {
                return Filled(i).AsSpan().Trim();
            }
        }

        return default;
    }

    /// <summary>The row holds nothing but one area merged over several columns: a title, a group or a note, never a record.</summary>
    public bool IsCaption()
    {
        CellRange? only = null;
        for (int i = 0; i < Width; i++)
        {
            if (!IsPlace(i))
            {
                continue;
            }

            if (only is not null || Areas.Over(i) is not { } area || area.FromColumn == area.ToColumn)
            {
                return false;
            }

            only = area;
        }

        return only is not null;
    }

    private bool IsPlace(int column) =>
        !string.IsNullOrWhiteSpace(Filled(column)) && (Areas.Over(column) is not { } area || Math.Max(0, area.FromColumn) == column);
}
