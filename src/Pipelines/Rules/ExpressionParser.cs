using System.Text;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// Recursive descent over the grammar of conditions, loosest first: <c>=></c>, <c>or</c>, <c>and</c>, <c>not</c>, comparison.
/// Limits: 4,000 characters, 64 levels.
/// </summary>
internal ref struct ExpressionParser
{
    private const int MaxLength = 4000;
    private const int MaxDepth = 64;

    private readonly string _text;
    private int _at;
    private int _depth;
    private string? _problem;

    private ExpressionParser(string text) => _text = text;

    /// <summary>Parses the whole text.</summary>
    public static bool TryParse(string text, out Expression? expression, out string? problem)
    {
        expression = null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxLength)
        {
            problem = $"an expression has 1 to {MaxLength} characters";
            return false;
        }

        var parser = new ExpressionParser(text);
        var parsed = parser.Implication();
        if (parsed is not null && parser.Peek() != '\0')
        {
            parsed = parser.Fail("'and', 'or', '=>' or the end");
        }

        problem = parser._problem;
        expression = parsed;
        return parsed is not null;
    }

    private Expression? Implication()
    {
        if (++_depth > MaxDepth)
        {
            return Fail($"fewer than {MaxDepth} nested levels");
        }

        var left = Disjunction();
        if (left is not null && Take("=>"))
        {
            var right = Implication();
            left = right is null ? null : new Or(new Not(left), right);
        }

        _depth--;
        return left;
    }

    private Expression? Disjunction()
    {
        var left = Conjunction();
        while (left is not null && TakeWord("or"))
        {
            var right = Conjunction();
            left = right is null ? null : new Or(left, right);
        }

        return left;
    }

    private Expression? Conjunction()
    {
        var left = Negation();
        while (left is not null && TakeWord("and"))
        {
            var right = Negation();
            left = right is null ? null : new And(left, right);
        }

        return left;
    }

    private Expression? Negation()
    {
        if (!TakeWord("not"))
        {
            return Primary();
        }

        if (++_depth > MaxDepth)
        {
            return Fail($"fewer than {MaxDepth} nested levels");
        }

        var inner = Negation();
        _depth--;
        return inner is null ? null : new Not(inner);
    }

    private Expression? Primary()
    {
        if (Take("("))
        {
            var inner = Implication();
            return inner is null || Take(")") ? inner : Fail("')'");
        }

        string? word = Word();
        if (word is null)
        {
            return Fail("a field, a function or '('");
        }

        return Peek() == '(' && word is "startswith" or "notempty" or "empty" ? Function(word) : Comparison(word);
    }

    private Expression? Function(string name)
    {
        Take("(");
        string? field = Word();
        if (field is null)
        {
            return Fail("a field");
        }

        string? text = null;
        if (name == "startswith" && (!Take(",") || (text = Literal()) is null))
        {
            return Fail("',' and a text in single quotes");
        }

        if (!Take(")"))
        {
            return Fail("')'");
        }

        return name switch
        {
            "startswith" => new HasPart(field, text!, true),
            "notempty" => new IsFilled(field),
            _ => new Not(new IsFilled(field)),
        };
    }

    private Expression? Comparison(string field)
    {
        if (TakeWord("in"))
        {
            return List() is { } values ? new EqualsAny(field, values) : Fail("a list such as ('a','b')");
        }

        bool contains = TakeWord("contains");
        bool equal = !contains && Take("==");
        if (!contains && !equal && !Take("!="))
        {
            return Fail("'==', '!=', 'in' or 'contains'");
        }

        if (Literal() is not { } text)
        {
            return Fail("a text in single quotes");
        }

        return contains ? new HasPart(field, text, false)
            : equal ? new EqualsAny(field, [text])
            : new Not(new EqualsAny(field, [text]));
    }

    private List<string>? List()
    {
        if (!Take("("))
        {
            return null;
        }

        var values = new List<string>();
        do
        {
            if (Literal() is not { } text)
            {
                return null;
            }

            values.Add(text);
        }
        while (Take(","));
        return Take(")") ? values : null;
    }

    /// <summary>A text in single quotes; two quotes inside stand for one.</summary>
    private string? Literal()
    {
        if (Peek() != '\'')
        {
            return null;
        }

        var text = new StringBuilder();
        for (int i = _at + 1; i < _text.Length; i++)
        {
            if (_text[i] != '\'')
            {
                text.Append(_text[i]);
            }
            else if (i + 1 < _text.Length && _text[i + 1] == '\'')
            {
                text.Append(_text[i++]);
            }
            else
            {
                _at = i + 1;
                return text.Length == 0 ? null : text.ToString();
            }
        }

        return null;
    }

    private string? Word()
    {
        Peek();
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }

        return _at == start || char.IsAsciiDigit(_text[start]) ? null : _text[start.._at];
    }

    private bool TakeWord(string word)
    {
        int before = _at;
        if (Word() == word)
        {
            return true;
        }

        _at = before;
        return false;
    }

    private bool Take(string symbol)
    {
        Peek();
        if (string.CompareOrdinal(_text, _at, symbol, 0, symbol.Length) != 0)
        {
            return false;
        }

        _at += symbol.Length;
        return true;
    }

    private char Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return _at < _text.Length ? _text[_at] : '\0';
    }

    private Expression? Fail(string expected)
    {
        _problem ??= $"expected {expected} at character {_at + 1}";
        return null;
    }
}
