using System.Text;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// A code list through time: one table for each stretch of days in which the same codes are in use. A list without periods has one table and costs
/// nothing more. Immutable, thread-safe.
/// </summary>
internal sealed class CodeEras
{
    private readonly DateOnly[] _starts;
    private readonly CodeTable[] _tables;
    private readonly IReadOnlyList<CodeItem> _items;

    private CodeEras(CodeSetDefinition set, bool names)
    {
        _items = set.Items;
        Any = CodeTable.Of(set.Items, names);
        _starts = [DateOnly.MinValue, .. set.Items.SelectMany(item => Bounds(item.Period)).Distinct().Order()];
        _tables = _starts.Length == 1 ? [Any] : [.. _starts.Select(day => CodeTable.Of(set.Items.Where(item => item.Period.Holds(day)), names))];
    }

    /// <summary>All codes of all times; the first of two equal words wins.</summary>
    public CodeTable Any { get; }

    /// <summary>Whether the codes depend on the day.</summary>
    public bool IsTimed => _starts.Length > 1;

    /// <summary>The tables of a code set; <paramref name="names"/>: stored as names instead of codes.</summary>
    public static CodeEras Of(CodeSetDefinition set, bool names) => new(set, names);

    /// <summary>The codes in use on a day.</summary>
    public CodeTable At(DateOnly day)
    {
        int era = _starts.Length - 1;
        while (era > 0 && _starts[era] > day)
        {
            era--;
        }

        return _tables[era];
    }

    /// <summary>Since when or until when a word means something, when it does so only on other days than the one given; null when it never does. For findings.</summary>
    public string? OtherTime(ReadOnlySpan<byte> word)
    {
        string folded = NameFold.Fold(Encoding.UTF8.GetString(word));
        var item = IsTimed ? _items.LastOrDefault(item => item.Aliases.Append(item.Code).Append(item.Name).Any(w => NameFold.Fold(w) == folded)) : null;
        return item is null ? null : PeriodText.Of(item.Period);
    }

    private static IEnumerable<DateOnly> Bounds(Period period)
    {
        if (period.From is { } from)
        {
            yield return from;
        }

        if (period.To is { } to && to < DateOnly.MaxValue)
        {
            yield return to.AddDays(1);
        }
    }
}
