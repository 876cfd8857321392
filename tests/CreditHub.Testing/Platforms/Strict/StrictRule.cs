using Condition = System.Func<System.Func<string, string>, bool>;

namespace CreditHub.Testing.Platforms.Strict;

/// <summary>A rule's name and argument; <see cref="When"/> is compiled where the argument is a condition.</summary>
internal sealed record StrictRule(string Name, string Argument, Condition? When)
{
    public static StrictRule Parse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        var (name, argument) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        return new(name, argument, name.EndsWith("_if", StringComparison.Ordinal) ? StrictCondition.Compile(argument) : null);
    }
}
