using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// A condition over fields as config writes it, such as <c>CF_XDR_LB == '自然人' and notempty(CF_XDR_ZJHM)</c>. An absent value
/// equals nothing: <c>==</c>, <c>in</c>, <c>contains</c> and <c>startswith</c> are false on it, <c>!=</c> is true.
/// No access to anything but fields; immutable.
/// </summary>
internal abstract record Expression
{
    /// <summary>Parses; never throws. <paramref name="problem"/> says what is wrong and at which character, counted from 1.</summary>
    public static bool TryParse(string text, out Expression? expression, out string? problem) =>
        ExpressionParser.TryParse(text, out expression, out problem);

    /// <summary>Codes of the fields it reads, in order, possibly repeated.</summary>
    public abstract IEnumerable<string> Fields { get; }

    /// <summary>Binds field codes to ordinals. Throws <see cref="ArgumentException"/> for a field the dataset lacks (the configuration check finds it first).</summary>
    public abstract Condition Bind(DatasetDefinition dataset);

    /// <summary>Position of a field in the catalog.</summary>
    protected static int Ordinal(DatasetDefinition dataset, string code) => RuleTarget.Of(dataset, code).Ordinal;
}

/// <summary><c>FIELD == 'x'</c>, <c>FIELD in ('a','b')</c>.</summary>
internal sealed record EqualsAny(string Field, IReadOnlyList<string> Values) : Expression
{
    /// <inheritdoc/>
    public override IEnumerable<string> Fields => [Field];

    /// <inheritdoc/>
    public override Condition Bind(DatasetDefinition dataset) => Condition.EqualsAny(Ordinal(dataset, Field), Values);
}

/// <summary><c>FIELD contains 'x'</c>, <c>startswith(FIELD,'x')</c>.</summary>
internal sealed record HasPart(string Field, string Part, bool AtStart) : Expression
{
    /// <inheritdoc/>
    public override IEnumerable<string> Fields => [Field];

    /// <inheritdoc/>
    public override Condition Bind(DatasetDefinition dataset) => Condition.HasPart(Ordinal(dataset, Field), Part, AtStart);
}

/// <summary><c>notempty(FIELD)</c>.</summary>
internal sealed record IsFilled(string Field) : Expression
{
    /// <inheritdoc/>
    public override IEnumerable<string> Fields => [Field];

    /// <inheritdoc/>
    public override Condition Bind(DatasetDefinition dataset) => Condition.IsFilled(Ordinal(dataset, Field));
}

/// <summary><c>not A</c>.</summary>
internal sealed record Not(Expression Inner) : Expression
{
    /// <inheritdoc/>
    public override IEnumerable<string> Fields => Inner.Fields;

    /// <inheritdoc/>
    public override Condition Bind(DatasetDefinition dataset) => Condition.Not(Inner.Bind(dataset));
}

/// <summary><c>A and B</c>.</summary>
internal sealed record And(Expression Left, Expression Right) : Expression
{
    /// <inheritdoc/>
    public override IEnumerable<string> Fields => Left.Fields.Concat(Right.Fields);

    /// <inheritdoc/>
    public override Condition Bind(DatasetDefinition dataset) => Condition.And(Left.Bind(dataset), Right.Bind(dataset));
}

/// <summary><c>A or B</c>; <c>A => B</c> is read as <c>not A or B</c>.</summary>
internal sealed record Or(Expression Left, Expression Right) : Expression
{
    /// <inheritdoc/>
    public override IEnumerable<string> Fields => Left.Fields.Concat(Right.Fields);

    /// <inheritdoc/>
    public override Condition Bind(DatasetDefinition dataset) => Condition.Or(Left.Bind(dataset), Right.Bind(dataset));
}
