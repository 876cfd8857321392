using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Catalog;

/// <summary>One field of a dataset.</summary>
public sealed record FieldDefinition
{
    /// <summary>As printed in the catalog, such as <c>CF_XDR_MC</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary>Value type.</summary>
    public required FieldType Type { get; init; }

    /// <summary>Characters (Unicode scalar values), 0 = no limit.</summary>
    public int MaxLength { get; init; }

    /// <summary>Decimal digits before and after the point together.</summary>
    public int Precision { get; init; }

    /// <summary>Decimals.</summary>
    public int Scale { get; init; }

    /// <summary>Unit of the stored amount (元, 万元) or null.</summary>
    public string? Unit { get; init; }

    /// <summary>Always required.</summary>
    public bool Required { get; init; }

    /// <summary>Expression under which it is required, or null.</summary>
    public string? RequiredWhen { get; init; }

    /// <summary>Code set of its values, or null.</summary>
    public string? CodeSet { get; init; }

    /// <summary>Named rules, each <c>name</c> or <c>name:argument</c>, in the order they run.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Limits of those <see cref="Rules"/> that are written as objects, by rule; the others judge every record with their own severity.</summary>
    public IReadOnlyDictionary<string, RuleScope> Scopes { get; init; } = new Dictionary<string, RuleScope>();

    /// <summary>Own dates of the records that have this field; in others it does not exist.</summary>
    public Period Period { get; init; } = Period.Always;

    /// <summary>Who may see it; null = whoever may see the dataset's records. Never more open than those.</summary>
    public Disclosure? Disclosure { get; init; }

    /// <summary>Personal kind.</summary>
    public PersonalKind Personal { get; init; }

    /// <summary>Characters kept at the left and right when masked; null = the default of its personal kind.</summary>
    public MaskDefinition? Mask { get; init; }

    /// <summary>False while its length or obligation rests on no seen source.</summary>
    public bool Verified { get; init; } = true;

    /// <summary>Further names under which suppliers send it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Trap or remark.</summary>
    public string? Note { get; init; }
}
