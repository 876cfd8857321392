using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Catalog.Reading;

/// <summary>The mistakes of one file, at most <see cref="Limit"/> of them and the number of the others.</summary>
internal sealed class FileFindings(string file)
{
    public const int Limit = 200;
    private const int LongestValue = 80;

    private readonly List<ConfigFinding> _findings = [];
    private int _more;

    public string File { get; } = file;

    /// <summary>A mistake at a node. <paramref name="value"/> null: nothing is shown (absent, or possibly a secret).</summary>
    public void Add(ConfigNode at, string? value, string problem, string remedy) => Add(at.Line, at.Path, value, problem, remedy);

    public void Add(int line, string path, string? value, string problem, string remedy)
    {
        if (_findings.Count == Limit)
        {
            _more++;
            return;
        }

        _findings.Add(new ConfigFinding(File, line, path, value is null ? null : Shown(value), problem, remedy));
    }

    /// <summary>In the order of the file.</summary>
    public IEnumerable<ConfigFinding> InOrder()
    {
        var ordered = _findings.OrderBy(finding => finding.Line).ToList();
        if (_more > 0)
        {
            ordered.Add(new ConfigFinding(File, 0, "$", null, $"{_more} more mistakes in this file are not listed", "correct the listed ones and check again"));
        }

        return ordered;
    }

    /// <summary>One line, cut on a whole character.</summary>
    private static string Shown(string value)
    {
        string line = string.Concat(value.Select(c => char.IsControl(c) ? '␣' : c));
        if (line.Length <= LongestValue)
        {
            return line;
        }

        int end = char.IsHighSurrogate(line[LongestValue - 1]) ? LongestValue - 1 : LongestValue;
        return line[..end] + "…";
    }
}
