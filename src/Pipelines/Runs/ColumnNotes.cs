using System.Globalization;
using System.Text;

namespace CreditHub.Pipelines.Runs;

/// <summary>
/// What people are told of the columns of a run: those left out because the catalog does not name them, and the one that marks deletions where records came without
/// it. Names and counts, never values.
/// </summary>
internal sealed class ColumnNotes
{
    /// <summary>Characters of names shown; a supplier may send any number of columns.</summary>
    private const int Shown = 200;

    private readonly NameList _unknown = new();
    private readonly NameList _forbidden = new();

    /// <summary>The column that marks deletions, where a payload with records lacks it.</summary>
    public string? AbsentDeletion { get; private set; }

    /// <summary>How many payloads that were.</summary>
    public int WithoutDeletion { get; private set; }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        (AbsentDeletion, WithoutDeletion) = (null, 0);
        _unknown.Clear();
        _forbidden.Clear();
    }

    /// <summary>
    /// Adds those of one payload; <paramref name="forbidden"/>: those of them that must never be collected, <paramref name="absentDeletion"/>: the column that marks
    /// deletions, where its records came without it.
    /// </summary>
    public void Add(IReadOnlyList<string> names, IReadOnlyList<string> forbidden, string? absentDeletion = null)
    {
        if (absentDeletion is not null)
        {
            (AbsentDeletion, WithoutDeletion) = (absentDeletion, WithoutDeletion + 1);
        }

        _unknown.Add(names.Except(forbidden, StringComparer.Ordinal));
        _forbidden.Add(forbidden);
    }

    /// <summary>The sentence with what is to be told behind it; unchanged when there is nothing. What a supplier should change comes first.</summary>
    public string After(string sentence) =>
        _unknown.After("忽略目录外的列", _forbidden.After("禁止归集的列未采集", AfterDeletion(sentence)));

    private static string Joint(string sentence) => sentence.Length == 0 || sentence[^1] == '。' ? sentence : sentence + "；";

    private string AfterDeletion(string sentence) => AbsentDeletion is null
        ? sentence
        : string.Create(CultureInfo.InvariantCulture, $"{Joint(sentence)}标明删除的列 {AbsentDeletion} 在 {WithoutDeletion} 份数据中均未出现，未据此删除任何记录，请核对接入配置的deletion或向供数单位核实");

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
            return $"{Joint(sentence)}{what}：{count} 列（{Names()}）";
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
