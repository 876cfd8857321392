using System.Globalization;
using System.Text;

namespace CreditHub.Pipelines.Runs;

/// <summary>Columns a run left out because the catalog does not name them: counted and named for people, never their values.</summary>
internal sealed class DroppedColumns
{
    /// <summary>Characters of names shown; a supplier may send any number of columns.</summary>
    private const int Shown = 200;

    private readonly List<string> _names = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _names.Clear();
        _seen.Clear();
    }

    /// <summary>Adds those of one payload.</summary>
    public void Add(IReadOnlyList<string> names) => _names.AddRange(names.Where(_seen.Add));

    /// <summary>The sentence with the dropped columns behind it; unchanged when there are none.</summary>
    public string After(string sentence)
    {
        if (_names.Count == 0)
        {
            return sentence;
        }

        string count = _names.Count.ToString(CultureInfo.InvariantCulture);
        return $"{sentence}{(sentence.Length == 0 || sentence[^1] == '。' ? "" : "；")}忽略目录外的列：{count} 列（{Names()}）";
    }

    private string Names()
    {
        var text = new StringBuilder();
        foreach (var rune in string.Join("、", _names.Take(Shown)).EnumerateRunes())
        {
            if (text.Length + rune.Utf16SequenceLength > Shown)
            {
                return text.Append('…').ToString();
            }

            text.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return text.ToString();
    }
}
