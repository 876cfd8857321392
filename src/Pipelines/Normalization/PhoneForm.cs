using System.Text;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Phone numbers: half width, no spaces or country code, a hyphen only between area code and number; several joined by an English semicolon.
/// What cannot be read stays as it came, for the rule to refuse.
/// </summary>
internal sealed class PhoneForm(RuleTarget target) : ValueForm(target)
{
    private static readonly char[] Separators = ['/', ';', ',', '#', '、', '，', '；', '或', '|'];

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> value, RecordDraft draft, string? sourceUnit)
    {
        if (PhoneNumber.IsValid(value))
        {
            draft.Values.Set(Target.Ordinal, value);
            return;
        }

        if (value.Length > 400)
        {
            draft.Values.Set(Target.Ordinal, value);
            return;
        }

        var numbers = Encoding.UTF8.GetString(value).Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SelectMany(SplitAtSpaces).Where(number => number.Length > 0).Distinct(StringComparer.Ordinal);
        byte[] joined = Encoding.UTF8.GetBytes(string.Join(';', numbers));
        if (value.SequenceEqual(joined))
        {
            draft.Values.Set(Target.Ordinal, value);
        }
        else
        {
            SetRewritten(draft, joined, "phone");
        }
    }

    /// <summary>A part is one number with spaces or points inside, or several numbers between them.</summary>
    private static IEnumerable<string> SplitAtSpaces(string part)
    {
        string whole = Plain(part);
        if (PhoneNumber.IsValid(Encoding.UTF8.GetBytes(whole)))
        {
            return [whole];
        }

        var pieces = part.Split([' ', '.', '。'], StringSplitOptions.RemoveEmptyEntries).Select(Plain).ToList();
        return pieces.Count > 1 && pieces.TrueForAll(piece => PhoneNumber.IsValid(Encoding.UTF8.GetBytes(piece))) ? pieces : [whole];
    }

    private static string Plain(string text)
    {
        string plain = text.Replace(" ", "", StringComparison.Ordinal).Replace("(", "", StringComparison.Ordinal).Replace(')', '-');
        plain = plain.Length > 2 && plain.EndsWith(".0", StringComparison.Ordinal) && plain.AsSpan(0, plain.Length - 2).IndexOfAnyExceptInRange('0', '9') < 0 ? plain[..^2] : plain;
        plain = plain.StartsWith("+86", StringComparison.Ordinal) ? plain[3..] : plain.StartsWith("0086", StringComparison.Ordinal) ? plain[4..] : plain;
        plain = plain.TrimStart('-');
        string digits = plain.Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
        return digits.Length == 11 && digits[0] == '1' ? digits : plain;
    }
}
