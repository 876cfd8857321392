using CreditHub.Pipelines.Catalog.Subjects;
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

    /// <summary>Own dates of the records this edition is for.</summary>
    public Period Effective { get; init; } = Period.Always;

    /// <summary>Field with the record's own date as written, or null.</summary>
    public string? OwnDate { get; init; }

    /// <summary>
    /// Field with the day by which editions, fields, rules, codes and terms are chosen: the one named, else where the deadline starts, else null:
    /// then a record belongs to the day it was received.
    /// </summary>
    public string? OwnDateField => OwnDate ?? Deadline?.FromField;

    /// <summary>One of the categories of the national base catalogue; another word only with a <see cref="LocalBasis"/>.</summary>
    public string Category { get; init; } = "";

    /// <summary>良好, 中性 or 不良.</summary>
    public string Nature { get; init; } = "";

    /// <summary>Who is bound to supply it.</summary>
    public string Suppliers { get; init; } = "";

    /// <summary>How often it is due: <c>wd7</c>, <c>daily</c>, <c>monthly</c>, <c>quarterly</c>, <c>yearly</c>.</summary>
    public string UpdateCycle { get; init; } = "";

    /// <summary>Who may see its records.</summary>
    public required Disclosure Disclosure { get; init; }

    /// <summary>Laws and documents that order or allow its collection.</summary>
    public IReadOnlyList<string> LegalBasis { get; init; } = [];

    /// <summary>The local supplementary catalogue that allows what the national one does not name, or null.</summary>
    public string? LocalBasis { get; init; }

    /// <summary>The written consent that data rests on which may be collected only with it, or null.</summary>
    public string? Consent { get; init; }

    /// <summary>Libraries (五库) its subjects belong to.</summary>
    public IReadOnlyList<string> Libraries { get; init; } = [];

    /// <summary>How long records are kept, or null: no document says.</summary>
    public RetentionDefinition? Retention { get; init; }

    /// <summary>How long records may be published; several may fit one record, then the longest counts.</summary>
    public IReadOnlyList<PublicationTerm> Terms { get; init; } = [];

    /// <summary>Time allowed from the decision, or null.</summary>
    public DeadlineDefinition? Deadline { get; init; }

    /// <summary>
    /// What identifies a record, in catalog order; contains the subject. Each entry is a field code, or alternatives
    /// <c>UNISCID|REGNO</c> of which the first filled one counts; an entry with nothing filled counts as empty text.
    /// </summary>
    public required IReadOnlyList<string> NaturalKey { get; init; }

    /// <summary>Which fields say whom the record is about.</summary>
    public required SubjectDefinition Subject { get; init; }

    /// <summary>Set when this is a register: its records name subjects as the law has them.</summary>
    public RegisterDefinition? Register { get; init; }

    /// <summary>Set when its records correct codes given twice or wrongly (重错码).</summary>
    public CorrectionDefinition? Corrections { get; init; }

    /// <summary>Groups of which at least one field must be filled.</summary>
    public IReadOnlyList<AnyOfDefinition> AnyOf { get; init; } = [];

    /// <summary>Cross-field checks.</summary>
    public IReadOnlyList<CheckDefinition> Checks { get; init; } = [];

    /// <summary>When a record must not leave the hub, and why.</summary>
    public IReadOnlyList<WithholdDefinition> Withhold { get; init; } = [];

    /// <summary>What its records do to other records, or null.</summary>
    public EffectDefinition? Effect { get; init; }

    /// <summary>Fields with the numbers by which other records (repairs, objections, …) name its records; empty: none can.</summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>How a disputed record is shown, or null: it is held back until the dispute is settled.</summary>
    public DisputeDefinition? Dispute { get; init; }

    /// <summary>Fields in catalog order.</summary>
    public required IReadOnlyList<FieldDefinition> Fields { get; init; }

    /// <summary>How far the facts rest on a seen source.</summary>
    public string Verified { get; init; } = "";

    /// <summary>Where the facts come from.</summary>
    public string Source { get; init; } = "";

    /// <summary>Trap or remark.</summary>
    public string? Note { get; init; }

    /// <summary>File it came from, relative to the config folder.</summary>
    public string File { get; init; } = "";
}
