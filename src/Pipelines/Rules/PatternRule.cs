using System.Text;
using System.Text.RegularExpressions;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// <c>regex:R</c>: the whole value matches. ASCII digits and letters only for <c>\d</c> and <c>\w</c>; <c>^</c> and <c>$</c> are the ends of the value, not
/// of a line; linear time, so a pattern cannot run away.
/// </summary>
internal sealed class PatternRule(RuleTarget target, string pattern) : Rule("regex", target, Severity.Error)
{
    private readonly Regex _pattern = Compile(pattern);

    /// <summary>Compiles; throws <see cref="ArgumentException"/> or <see cref="NotSupportedException"/> for what a linear-time matcher cannot do.</summary>
    public static Regex Compile(string pattern) =>
        new($@"\A(?:{Narrow(pattern)})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(500));

    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        bool matches;
        try
        {
            matches = _pattern.IsMatch(Encoding.UTF8.GetString(Value(draft)));
        }
        catch (RegexMatchTimeoutException)
        {
            matches = false;
        }

        if (!matches)
        {
            Report(draft, "不符合规定的格式", "请按目录要求填写");
        }
    }

    private static string Narrow(string pattern)
    {
        var narrow = new StringBuilder();
        bool inClass = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char character = pattern[i];
            if (character == '\\' && i + 1 < pattern.Length)
            {
                char escaped = pattern[++i];
                string? set = escaped switch { 'd' => "0-9", 'w' => "0-9A-Za-z_", _ => null };
                narrow.Append(set is null ? $"\\{escaped}" : inClass ? set : $"[{set}]");
                continue;
            }

            inClass = character == '[' || (inClass && character != ']');
            narrow.Append(!inClass && character == '^' ? @"\A" : !inClass && character == '$' ? @"\z" : character.ToString());
        }

        return narrow.ToString();
    }
}
