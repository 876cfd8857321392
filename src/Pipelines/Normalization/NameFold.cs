using System.Text;

namespace CreditHub.Pipelines.Normalization;

/// <summary>One form for names that people write in several: column names and code words. Half width, one kind of bracket, upper case, no spaces. Pure; independent of culture.</summary>
internal static class NameFold
{
    /// <summary>The form to compare by.</summary>
    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (char character in name)
        {
            char narrow = character is >= '\uFF01' and <= '\uFF5E' ? (char)(character - 0xFEE0) : character;
            char one = narrow switch
            {
                '【' or '〔' or '［' or '[' or '﹝' or '〖' => '(',
                '】' or '〕' or '］' or ']' or '﹞' or '〗' => ')',
                _ => char.ToUpperInvariant(narrow),
            };
            if (!char.IsWhiteSpace(one) && !char.IsControl(one) && one is not ('\uFEFF' or '\u200B' or '\u200C' or '\u200D' or '\u2060'))
            {
                folded.Append(one);
            }
        }

        return folded.ToString();
    }
}
