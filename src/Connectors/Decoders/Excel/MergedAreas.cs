using ExcelDataReader;

namespace CreditHub.Connectors.Decoders.Excel;

/// <summary>
/// Merged cells of a sheet, followed row by row: which area covers a column, and the text of its first cell. Walks the areas once, whatever their number.
/// </summary>
internal sealed class MergedAreas
{
    private readonly CellRange[] _areas;
    private readonly int[] _covering;
    private readonly string[] _texts;
    private readonly bool[] _lost;
    private int _next;

    /// <param name="areas">In any order.</param>
    /// <param name="width">Columns of the sheet.</param>
    public MergedAreas(CellRange[]? areas, int width)
    {
        _areas = areas is null ? [] : [.. areas.OrderBy(area => area.FromRow)];
        _covering = new int[width];
        _texts = new string[width];
        _lost = new bool[width];
        Array.Fill(_covering, -1);
    }

    /// <summary>The next row begins: areas that ended are forgotten, those that begin take the texts of its cells.</summary>
    public void Begin(int row, string[] cells, bool[] digitsLost)
    {
        for (int column = 0; _areas.Length > 0 && column < _covering.Length; column++)
        {
            if (_covering[column] >= 0 && _areas[_covering[column]].ToRow < row)
            {
                _covering[column] = -1;
            }
        }

        for (; _next < _areas.Length && _areas[_next].FromRow <= row; _next++)
        {
            var area = _areas[_next];
            for (int column = Math.Max(0, area.FromColumn); column <= area.ToColumn && column < _covering.Length && area.ToRow >= row; column++)
            {
                _covering[column] = _next;
                _texts[column] = cells[Math.Max(0, area.FromColumn)];
                _lost[column] = digitsLost[Math.Max(0, area.FromColumn)];
            }
        }
    }

    /// <summary>The area over this column in the current row, or null.</summary>
    public CellRange? Over(int column) => _covering[column] < 0 ? null : _areas[_covering[column]];

    /// <summary>Text of the area's first cell.</summary>
    public string Text(int column) => _texts[column];

    /// <summary>Whether digits of the area's first cell are lost.</summary>
    public bool DigitsLost(int column) => _lost[column];
}
