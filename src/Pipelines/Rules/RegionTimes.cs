using System.Globalization;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// Region codes that were given up or given anew, each with its time. A code that ends in 00 stands for its whole prefecture. What is not listed is of all times:
/// the list need not be complete. Immutable, thread-safe.
/// </summary>
internal sealed class RegionTimes
{
    private readonly Dictionary<int, CodeItem> _items = [];

    /// <summary>Of a code set; items that are no region codes are never met.</summary>
    public RegionTimes(CodeSetDefinition set)
    {
        foreach (var item in set.Items)
        {
            string code = item.Code.EndsWith("00", StringComparison.Ordinal) ? item.Code[..^2] : item.Code;
            if (int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                _items[number] = item;
            }
        }
    }

    /// <summary>Whether any code is limited.</summary>
    public bool IsTimed => _items.Count > 0;

    /// <summary>The entry of a code of at least six digits when it was not in use on that day; else null.</summary>
    public CodeItem? OutOfTime(ReadOnlySpan<byte> code, DateOnly day) =>
        (_items.TryGetValue(Digits.Read(code[..6]), out var item) || _items.TryGetValue(Digits.Read(code[..4]), out item)) && !item.Period.Holds(day) ? item : null;
}
