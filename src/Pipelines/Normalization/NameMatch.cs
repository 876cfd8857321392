using System.Text;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Whether two names of organisations are the same one: width, brackets, case, spaces and dots do not count. Masked names and names of at most three characters
/// match nothing, not even themselves: too many bear them. Pure.
/// </summary>
internal static class NameMatch
{
    private const int Shortest = 4;

    /// <summary>What equal names have in common, to look them up in sets; null when the name may not be matched at all.</summary>
    public static string? Key(string name)
    {
        var key = new StringBuilder(name.Length);
        int length = 0;
        foreach (var rune in NameFold.Fold(name).EnumerateRunes())
        {
            int one = rune.Value switch
            {
                '*' or '＊' or '×' or '●' or '■' or '□' or '○' or '？' or '?' or 0xFFFD => -1,
                '·' or '•' or '・' or '‧' or '∙' or '⋅' or '．' => '·',
                '“' or '”' or '"' or '‘' or '’' or '\'' => 0,
                _ => HanRadicals.Map(GbPrivateUse.Map(rune.Value)),
            };
            if (one < 0)
            {
                return null;
            }

            if (one > 0)
            {
                key.Append(new Rune(one).ToString());
                length++;
            }
        }

        return length < Shortest ? null : key.ToString();
    }

    /// <summary>Whether both may be matched and are one name.</summary>
    public static bool Same(string one, string other) => Key(one) is { } key && key == Key(other);
}
