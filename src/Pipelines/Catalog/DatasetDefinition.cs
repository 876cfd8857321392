using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Catalog;

/// <summary>A dataset of one edition as written in <c>config/catalog/&lt;edition&gt;/&lt;CODE&gt;.json</c>, parsed and checked, not yet compiled.</summary>
public sealed record DatasetDefinition
{
    /// <summary>As printed in the catalog, such as <c>SGS_XZCF</c>. Shape: <c>[A-Z][A-Z0-9_]{1,39}</c>. The same in every edition.</summary>
    public required string Code { get; init; }

    /// <summary>Edition, the folder's name, such as <c>2019</c>.</summary>
    public required string Edition { get; init; }

    /// <summary>Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary>Category of the national base catalogue.</summary>
    public string Category { get; init; } = "";

    /// <summary>Who may see its records.</summary>
    public required Disclosure Disclosure { get; init; }

    /// <summary>Time allowed from the decision, or null.</summary>
    public DeadlineDefinition? Deadline { get; init; }

    /// <summary>Field codes that identify a record, in catalog order; contain the subject.</summary>
    public required IReadOnlyList<string> NaturalKey { get; init; }

    /// <summary>Which fields say whom the record is about.</summary>
    public required SubjectDefinition Subject { get; init; }

    /// <summary>Groups of which at least one field must be filled.</summary>
    public IReadOnlyList<AnyOfDefinition> AnyOf { get; init; } = [];

    /// <summary>Cross-field checks.</summary>
    public IReadOnlyList<CheckDefinition> Checks { get; init; } = [];

    /// <summary>When a record must not leave the hub, and why.</summary>
    public IReadOnlyList<WithholdDefinition> Withhold { get; init; } = [];

    /// <summary>Fields in catalog order.</summary>
    public required IReadOnlyList<FieldDefinition> Fields { get; init; }

    /// <summary>File it came from, relative to the config folder.</summary>
    public string File { get; init; } = "";
}

/// <summary>Deadline: working days after the day in a date field.</summary>
public sealed record DeadlineDefinition(int WorkingDays, string FromField, string Source);

/// <summary>Fields naming the subject; each null when the dataset has none. <paramref name="PersonWhen"/>: expression that is true for a natural person, null when never (or always, if only <paramref name="PersonId"/> is given).</summary>
public sealed record SubjectDefinition(
    string? Name, string? Uscc, string? OrgCode, string? RegNo, string? TaxNo, string? PersonId, string? PersonWhen);

/// <summary>At least one of <paramref name="Fields"/> when <paramref name="When"/> (null = always).</summary>
public sealed record AnyOfDefinition(string Id, IReadOnlyList<string> Fields, string? When);

/// <summary>A cross-field check: violated when <paramref name="Expression"/> is false. <paramref name="Rule"/> names a coded check instead, when set.</summary>
public sealed record CheckDefinition(string Id, Severity Severity, string? Expression, string? Rule, IReadOnlyList<string> Arguments, string Message);

/// <summary>Records matching <paramref name="When"/> are not owed to platforms that <paramref name="From"/> names: <c>public</c> (platforms that publish) or <c>all</c>.</summary>
public sealed record WithholdDefinition(string When, string From, string Reason);

/// <summary>Type of a field's values.</summary>
public enum FieldType
{
    /// <summary>Text of one line.</summary>
    Text,

    /// <summary>Text that may have line breaks.</summary>
    LongText,

    /// <summary>Day, content form YYYY/MM/DD.</summary>
    Date,

    /// <summary>Month, content form YYYYMM.</summary>
    Month,

    /// <summary>Year, content form YYYY.</summary>
    Year,

    /// <summary>Decimal number, content form plain digits with at most <see cref="FieldDefinition.Scale"/> decimals and no trailing zeros.</summary>
    Decimal,

    /// <summary>Whole number.</summary>
    Integer,
}

/// <summary>What is personal about a field.</summary>
public enum PersonalKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Name of a natural person (or of an organisation, when the record's subject is one).</summary>
    Name,

    /// <summary>Identity number.</summary>
    Id,

    /// <summary>Phone number.</summary>
    Phone,

    /// <summary>Home or postal address.</summary>
    Address,

    /// <summary>Other personal facts.</summary>
    Other,
}

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

/// <summary>Characters kept when a value is masked.</summary>
public sealed record MaskDefinition(int Left, int Right);
