using CreditHub.Connectors.Databases;
using CreditHub.Connectors.Databases.Reading;

namespace CreditHub.Connectors.Sources.DatabaseTable;

/// <summary>The statements: names checked and quoted, values as parameters. No limit clause, which every database writes its own way: reading stops instead.</summary>
internal sealed class TableSql(TableSettings settings)
{
    private readonly DatabaseDriver _driver = settings.Read.Driver;

    /// <summary>All rows, and how many there are.</summary>
    public RowQuestion Snapshot() => new($"{Select} order by {Id}", [], $"select count(*) from {Table}");

    /// <summary>Rows changed at or after a moment (null: all that have one), oldest first.</summary>
    public RowQuestion Since(KeyValue? moment) => moment is { } since
        ? new($"{Select} where {Time} >= {P(0)} order by {Time}, {Id}", [since.ToValue()!])
        : new($"{Select} where {Time} is not null order by {Time}, {Id}", []);

    /// <summary>Rows after a place.</summary>
    public RowQuestion After(RowPlace place) => new(
        $"{Select} where {Time} > {P(0)} or ({Time} = {P(1)} and {Id} > {P(2)}) order by {Time}, {Id}",
        [place.Since.ToValue()!, place.Since.ToValue()!, place.Id.ToValue()!]);

    public RowQuestion WithoutTime() => new($"select count(*) from {Table} where {Time} is null", []);

    /// <summary>Rows not taken yet, in the order of their keys, after one.</summary>
    public RowQuestion Pending(KeyValue? after)
    {
        var mark = settings.Mark!;
        var values = new List<object>();
        string where = $"{_driver.Name(mark.Column)} is null";
        if (mark.Pending is { } pending)
        {
            values.Add(mark.ValueOf(pending));
            where = $"{_driver.Name(mark.Column)} = {P(0)}";
        }

        if (after is { } key)
        {
            values.Add(key.ToValue()!);
            where = $"{where} and {Id} > {P(values.Count - 1)}";
        }

        return new($"{Select} where {where} order by {Id}", values);
    }

    public RowQuestion Window(object from, object before) => new($"{Select} where {Time} >= {P(0)} and {Time} < {P(1)} order by {Time}, {Id}", [from, before]);

    public RowQuestion OfSubject(string subject) => new($"{Select} where {_driver.Name(settings.Subject!)} = {P(0)} order by {Id}", [subject]);

    public RowQuestion FirstTime() => new($"select max({Time}) from {Table}", []);

    /// <summary>Marks one row as taken, unless it was marked, or changed, since it was read.</summary>
    public RowQuestion MarkRow(MarkKey key)
    {
        var mark = settings.Mark!;
        List<object> values = [mark.ValueOf(mark.Taken), key.Id.ToValue()!];
        string column = _driver.Name(mark.Column), where = $"{Id} = {P(1)}";
        if (mark.Pending is { } pending)
        {
            values.Add(mark.ValueOf(pending));
            where += $" and {column} = {P(2)}";
        }
        else
        {
            where += $" and {column} is null";
        }

        if (key.Time is { } time)
        {
            values.Add(time.ToValue()!);
            where += $" and {Time} = {P(values.Count - 1)}";
        }

        return new($"update {Table} set {column} = {P(0)} where {where}", values);
    }

    /// <summary>Asks for nothing: whether table and columns are there.</summary>
    public RowQuestion Shape() => new($"{Select} where 1 = 0", []);

    private string Table => _driver.Name(settings.Table);

    private string Id => _driver.Name(settings.Read.Id);

    private string Time => _driver.Name(settings.Read.Time!);

    private string Select => $"select {(settings.Columns.Count == 0 ? "*" : string.Join(", ", settings.Columns.Select(_driver.Name)))} from {Table}";

    private string P(int number) => _driver.Parameter(number);
}
