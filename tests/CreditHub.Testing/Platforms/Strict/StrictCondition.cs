using System.Text.RegularExpressions;

namespace CreditHub.Testing.Platforms.Strict;

/// <summary>The catalog's condition language, read once more and independently of the hub's own reader.</summary>
internal sealed partial class StrictCondition
{
    private readonly List<string> _tokens;
    private int _at;

    private StrictCondition(string text) => _tokens = [.. Token().Matches(text).Select(m => m.Value)];

    /// <summary>Compiles; the result asks a field by its code and gets "" for an absent one.</summary>
    public static Func<Func<string, string>, bool> Compile(string text)
    {
        var reader = new StrictCondition(text);
        var condition = reader.Implies();
        return reader._at == reader._tokens.Count ? condition : throw new FormatException("cannot read condition: " + text);
    }

    private Func<Func<string, string>, bool> Implies()
    {
        var left = Or();
        if (!Take("=>"))
        {
            return left;
        }

        var right = Implies();
        return f => !left(f) || right(f);
    }

    private Func<Func<string, string>, bool> Or()
    {
        var left = And();
        while (Take("or"))
        {
            var (a, b) = (left, And());
            left = f => a(f) || b(f);
        }

        return left;
    }

    private Func<Func<string, string>, bool> And()
    {
        var left = Not();
        while (Take("and"))
        {
            var (a, b) = (left, Not());
            left = f => a(f) && b(f);
        }

        return left;
    }

    private Func<Func<string, string>, bool> Not()
    {
        if (Take("not"))
        {
            var inner = Not();
            return f => !inner(f);
        }

        if (Take("("))
        {
            var inner = Implies();
            Expect(")");
            return inner;
        }

        return Term();
    }

    private Func<Func<string, string>, bool> Term()
    {
        var word = Next();
        switch (word)
        {
            case "notempty" or "empty":
                Expect("(");
                var asked = Next();
                Expect(")");
                return f => f(asked).Length > 0 == (word == "notempty");
            case "startswith":
                Expect("(");
                var field = Next();
                Expect(",");
                var prefix = Text();
                Expect(")");
                return f => f(field).StartsWith(prefix, StringComparison.Ordinal);
            default:
                return Comparison(word);
        }
    }

    private Func<Func<string, string>, bool> Comparison(string field)
    {
        switch (Next())
        {
            case "==":
                var equal = Text();
                return f => f(field) == equal;
            case "!=":
                var other = Text();
                return f => f(field) != other;
            case "contains":
                var part = Text();
                return f => f(field).Contains(part, StringComparison.Ordinal);
            case "in":
                Expect("(");
                List<string> values = [Text()];
                while (Take(","))
                {
                    values.Add(Text());
                }

                Expect(")");
                return f => values.Contains(f(field));
            default:
                throw new FormatException("unknown comparison after " + field);
        }
    }

    private string Text() => Next().Trim('\'');

    private string Next() => _at < _tokens.Count ? _tokens[_at++] : throw new FormatException("condition ends too early");

    private bool Take(string token)
    {
        bool there = _at < _tokens.Count && _tokens[_at] == token;
        _at += there ? 1 : 0;
        return there;
    }

    private void Expect(string token)
    {
        if (!Take(token))
        {
            throw new FormatException("condition lacks " + token);
        }
    }

    [GeneratedRegex(@"'[^']*'|==|!=|=>|[(),]|[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Token();
}
