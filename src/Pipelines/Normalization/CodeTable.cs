using System.Text;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Words of a code list and what each is stored as. Asked by span; exact first, then folded (width, brackets, case, spaces). The first of two
/// equal words wins, codes before names before aliases. Immutable, thread-safe.
/// </summary>
internal sealed class CodeTable
{
    /// <summary>Bytes; no code or name is longer, and long texts are not worth a string.</summary>
    private const int LongestFolded = 400;

    private readonly Dictionary<byte[], byte[]>.AlternateLookup<ReadOnlySpan<byte>> _exact;
    private readonly Dictionary<string, byte[]> _folded = new(StringComparer.Ordinal);

    /// <summary>From pairs of word and stored form.</summary>
    public CodeTable(IEnumerable<(string Word, string Stored)> words)
    {
        var exact = new Dictionary<byte[], byte[]>(ByteKeys.Instance);
        foreach (var (word, stored) in words)
        {
            byte[] value = Encoding.UTF8.GetBytes(stored);
            exact.TryAdd(Encoding.UTF8.GetBytes(word), value);
            _folded.TryAdd(NameFold.Fold(word), value);
        }

        _exact = exact.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The table of codes; <paramref name="names"/>: stored as names instead of codes.</summary>
    public static CodeTable Of(IEnumerable<CodeItem> codes, bool names)
    {
        var items = codes.ToList();
        string Stored(CodeItem item) => names ? item.Name : item.Code;
        return new CodeTable(items.Select(item => (item.Code, Stored(item)))
            .Concat(items.Select(item => (item.Name, Stored(item))))
            .Concat(items.SelectMany(item => item.Aliases.Select(alias => (alias, Stored(item))))));
    }

    /// <summary>Finds the exact word.</summary>
    public bool TryGet(ReadOnlySpan<byte> word, out ReadOnlySpan<byte> stored)
    {
        bool found = _exact.TryGetValue(word, out byte[]? value);
        stored = value;
        return found;
    }

    /// <summary>Finds the exact word, else its folded form.</summary>
    public bool TryGetFolded(ReadOnlySpan<byte> word, out ReadOnlySpan<byte> stored)
    {
        if (TryGet(word, out stored))
        {
            return true;
        }

        byte[]? value = null;
        bool found = word.Length <= LongestFolded && _folded.TryGetValue(NameFold.Fold(Encoding.UTF8.GetString(word)), out value);
        stored = value;
        return found;
    }
}
