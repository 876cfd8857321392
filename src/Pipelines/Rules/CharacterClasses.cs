using System.Globalization;
using System.Text;

namespace CreditHub.Pipelines.Rules;

/// <summary>Classes of characters that a rule allows. Immutable, pure.</summary>
internal sealed class CharacterClasses
{
    private static readonly (string Name, string Words, Func<Rune, bool> Holds)[] Known =
    [
        ("digit", "数字", rune => rune.Value is >= '0' and <= '9'),
        ("upper", "大写字母", rune => rune.Value is >= 'A' and <= 'Z'),
        ("letter", "英文字母", rune => rune.IsAscii && Rune.IsLetter(rune)),
        ("han", "汉字", IsHan),
        ("space", "空格", rune => rune.Value == ' '),
        ("punctuation", "标点", rune => Rune.IsPunctuation(rune) || Rune.IsSymbol(rune)),
    ];

    private readonly Func<Rune, bool>[] _classes;

    private CharacterClasses(IReadOnlyList<(string Words, Func<Rune, bool> Holds)> classes)
    {
        _classes = [.. classes.Select(one => one.Holds)];
        Words = string.Join("、", classes.Select(one => one.Words));
    }

    /// <summary>For departments.</summary>
    public string Words { get; }

    /// <summary>Reads names of classes and single characters, comma-separated; null when one is neither.</summary>
    public static CharacterClasses? Parse(string text)
    {
        var classes = new List<(string, Func<Rune, bool>)>();
        foreach (string part in text.Split(','))
        {
            var known = Array.Find(Known, one => one.Name == part);
            if (known.Name is not null)
            {
                classes.Add((known.Words, known.Holds));
            }
            else if (part.EnumerateRunes().Count() == 1)
            {
                var single = part.EnumerateRunes().First();
                classes.Add(($"“{part}”", rune => rune == single));
            }
            else
            {
                return null;
            }
        }

        return new CharacterClasses(classes);
    }

    /// <summary>Whether the character belongs to one of them.</summary>
    public bool Contains(Rune rune)
    {
        foreach (var holds in _classes)
        {
            if (holds(rune))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The class of a character that belongs to none, never the character of a name.</summary>
    public static string Describe(Rune rune) =>
        IsHan(rune) ? "汉字" : Rune.IsDigit(rune) ? "数字" : rune.IsAscii && Rune.IsLetter(rune) ? "英文字母" : Rune.IsLetter(rune) ? "其他文字"
        : rune.Value == ' ' ? "空格" : Rune.IsControl(rune) ? "换行或控制字符" : string.Create(CultureInfo.InvariantCulture, $"“{rune}”");

    /// <summary>Ideographs of all planes, 〇 and the middle dot of names.</summary>
    private static bool IsHan(Rune rune) =>
        rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) or 0x3007 or 0xB7;
}
