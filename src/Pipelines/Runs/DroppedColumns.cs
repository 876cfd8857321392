using System.Globalization;
using System.Text;

namespace CreditHub.Pipelines.Runs;

/// <summary>Columns a run left out because the catalog does not name them: counted and named for people, never their values.</summary>
internal sealed class DroppedColumns
{
    /// <summary>Characters of names shown; a supplier may send any number of columns.</summary>
    private const int Shown = 200;

    private readonly NameList _unknown = new();
    private readonly NameList _forbidden = new();

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _unknown.Clear();
        _forbidden.Clear();
    }

    /// <summary>Adds those of one payload; <paramref name="forbidden"/>: those of them that must never be collected.</summary>
    public void Add(IReadOnlyList<string> names, IReadOnlyList<string> forbidden)
    {
        _unknown.Add(names.Except(forbidden, StringComparer.Ordinal));
        _forbidden.Add(forbidden);
    }

    /// <summary>The sentence with the dropped columns behind it; unchanged when there are none. Forbidden ones come first: a supplier should stop sending them.</summary>
    public string After(string sentence) =>
        _unknown.After("忽略目录外的列", _forbidden.After("禁止归集的列未采集", sentence));

    /// <summary>Names, each once, in order.</summary>
    private sealed class NameList
    {
        private readonly List<string> _names = [];
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

        public void Clear()
        {
            _names.Clear();
            _seen.Clear();
        }

        public void Add(IEnumerable<string> names) => _names.AddRange(names.Where(_seen.Add));

        public string After(string what, string sentence)
        {
            if (_names.Count == 0)
            {
                return sentence;
            }

            string count = _names.Count.ToString(CultureInfo.InvariantCulture);
            return $"{sentence}{(sentence.Length == 0 || sentence[^1] == '。' ? "" : "；")}{what}：{count} 列（{Names()}）";
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
}
