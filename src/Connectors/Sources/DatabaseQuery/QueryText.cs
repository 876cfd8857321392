using System.Text;
using CreditHub.Connectors.Databases;

namespace CreditHub.Connectors.Sources.DatabaseQuery;

/// <summary>
/// One SELECT in a file, with the parameters <c>@since</c>, <c>@sinceId</c> and <c>@limit</c> and nothing else that changes. Strings, quoted names and comments are left as
/// they are.
/// </summary>
internal sealed record QueryText(string Sql, IReadOnlyList<string> Parameters)
{
    private static readonly string[] Known = ["since", "sinceId", "limit"];

    /// <summary>Null, and why, when the text is none.</summary>
    public static QueryText? Parse(string text, DatabaseDriver driver, out string? problem)
    {
        var sql = new StringBuilder();
        var parameters = new List<string>();
        problem = null;
        for (int i = 0; i < text.Length && problem is null;)
        {
            int length = Fixed(text, i);
            if (length > 0)
            {
                sql.Append(text, i, length);
            }
            else if (text[i] == ';' && text[i..].Trim().Length > 1)
            {
                problem = "there is more than one statement";
                length = 1;
            }
            else if (text[i] == '@' && i + 1 < text.Length && char.IsLetter(text[i + 1]))
            {
                length = 1 + text.AsSpan(i + 1).IndexOfAnyExcept(Letters);
                length = length == 0 ? text.Length - i : length;
                string name = text.Substring(i + 1, length - 1);
                problem = Known.Contains(name, StringComparer.Ordinal) ? null : $"@{name} is no parameter";
                sql.Append(driver.Parameter(parameters.Count));
                parameters.Add(name);
            }
            else
            {
                length = 1;
                sql.Append(text[i] == ';' ? ' ' : text[i]);
            }

            i += length;
        }

        string start = text.TrimStart();
        problem ??= start.StartsWith("select", StringComparison.OrdinalIgnoreCase) || start.StartsWith("with", StringComparison.OrdinalIgnoreCase)
            ? parameters.Contains("limit") ? null : "@limit is missing: an answer must end somewhere"
            : "it does not begin with select or with";
        return problem is null ? new QueryText(sql.ToString(), parameters) : null;
    }

    private static System.Buffers.SearchValues<char> Letters { get; } = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Length of the string, quoted name or comment that begins here; 0 when none does.</summary>
    private static int Fixed(string text, int at)
    {
        (string open, string close) = text[at] switch
        {
            '\'' => ("'", "'"),
            '"' => ("\"", "\""),
            '-' when text.AsSpan(at).StartsWith("--") => ("--", "\n"),
            '/' when text.AsSpan(at).StartsWith("/*") => ("/*", "*/"),
            _ => ("", ""),
        };
        if (open.Length == 0)
        {
            return 0;
        }

        int end = text.IndexOf(close, at + open.Length, StringComparison.Ordinal);
        return end < 0 ? text.Length - at : end + close.Length - at;
    }
}
