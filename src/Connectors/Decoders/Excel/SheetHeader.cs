using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders.Excel;

/// <summary>The header of a sheet: its column names. <paramref name="Named"/>: which columns have one; the others have a name for people and may hold nothing.</summary>
internal sealed record SheetHeader(IReadOnlyList<string> Columns, IReadOnlyList<bool> Named)
{
    private const int SearchedRows = 100;

    /// <summary>Reads up to and with the header. Errors: <see cref="ConnectorException"/> of kind Payload.</summary>
    public static SheetHeader Read(SheetRows rows, ExcelSettings settings)
    {
        string[]? groups = null;
        for (bool any = rows.Next(); any; any = rows.Next())
        {
            if (rows.Row <= settings.SkipRows)
            {
                continue;
            }

            if (rows.Row > settings.SkipRows + SearchedRows)
            {
                break;
            }

            if (settings.HeaderRows == 2 && groups is null && settings.HeaderColumn is null)
            {
                groups = IsHeader(rows, settings) ? Groups(rows) : null;
            }
            else if (groups is not null && settings.HeaderColumn is null ? rows.Places() > 0 : IsHeader(rows, settings))
            {
                return Make(rows, groups);
            }
            else if (settings.HeaderRows == 2 && rows.Places() > 0)
            {
                groups = Groups(rows);
            }
        }

        throw new ConnectorException(FailureKind.Payload, settings.HeaderColumn is { } column
            ? $"工作表“{rows.Name}”的前{SearchedRows}行中没有列名“{column}”：选错了工作表，或表头与约定的模板不同"
            : $"工作表“{rows.Name}”中没有表头");
    }

    private static bool IsHeader(SheetRows rows, ExcelSettings settings)
    {
        if (settings.HeaderColumn is not { } wanted)
        {
            return rows.Places() > (rows.Width > 1 ? 1 : 0);
        }

        for (int i = 0; i < rows.Width; i++)
        {
            if (OneLine(rows.Filled(i)).Equals(OneLine(wanted), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The names of the groups, each over all columns of its area.</summary>
    private static string[] Groups(SheetRows rows) => [.. Enumerable.Range(0, rows.Width).Select(i => OneLine(rows.Filled(i)))];

    private static SheetHeader Make(SheetRows rows, string[]? groups)
    {
        var names = new List<string>(rows.Width);
        for (int i = 0; i < rows.Width; i++)
        {
            // a name merged over several columns is the name of the first; a name merged over both rows is no group
            string name = rows.Areas.Over(i) is { } area && area.FromColumn != i ? "" : OneLine(rows.Filled(i));
            bool grouped = groups is not null && groups[i].Length > 0 && name.Length > 0 && groups[i] != name;
            names.Add(grouped ? $"{groups![i]}.{name}" : name);
        }

        bool[] named = [.. names.Select(name => name.Length > 0)];
        HeaderNames.Complete(names, gaps: true);
        return new SheetHeader(names, named);
    }

    /// <summary>People break long names into lines.</summary>
    private static string OneLine(string name) => string.Concat(name.Split(['\r', '\n', '\t'], StringSplitOptions.TrimEntries)).Trim();
}
