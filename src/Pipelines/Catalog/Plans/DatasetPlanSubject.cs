using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Catalog.Plans;

/// <summary>Subject fields by ordinal; -1 where the dataset has none.</summary>
internal sealed class DatasetPlanSubject
{
    private readonly Condition? _personWhen;
    private readonly bool _alwaysPerson;

    /// <summary>Compiles.</summary>
    public DatasetPlanSubject(DatasetDefinition dataset)
    {
        var subject = dataset.Subject;
        int Ordinal(string? code) => code is null ? -1 : RuleTarget.Of(dataset, code).Ordinal;
        Name = Ordinal(subject.Name);
        Uscc = Ordinal(subject.Uscc);
        OrgCode = Ordinal(subject.OrgCode);
        RegNo = Ordinal(subject.RegNo);
        TaxNo = Ordinal(subject.TaxNo);
        PersonId = Ordinal(subject.PersonId);
        _personWhen = subject.PersonWhen is null ? null : RuleRegistry.Bind(subject.PersonWhen, dataset);
        _alwaysPerson = _personWhen is null && PersonId >= 0 && Uscc < 0 && OrgCode < 0 && RegNo < 0 && TaxNo < 0;
    }

    /// <summary>Name.</summary>
    public int Name { get; }

    /// <summary>Unified social credit code.</summary>
    public int Uscc { get; }

    /// <summary>Organisation code.</summary>
    public int OrgCode { get; }

    /// <summary>Registration number.</summary>
    public int RegNo { get; }

    /// <summary>Tax number.</summary>
    public int TaxNo { get; }

    /// <summary>Identity number.</summary>
    public int PersonId { get; }

    /// <summary>Whether the field is the subject's own name or one of an organisation's numbers.</summary>
    public bool Names(int ordinal) => ordinal == Name || ordinal == Uscc || ordinal == OrgCode || ordinal == RegNo || ordinal == TaxNo;

    /// <summary>Whether the subject is a natural person.</summary>
    public bool IsPerson(RecordValues values) => _personWhen?.Holds(values) ?? _alwaysPerson;
}
