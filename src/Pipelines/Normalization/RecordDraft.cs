using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>One record in the making: values, findings and repairs. Reused for every record; not thread-safe.</summary>
internal sealed class RecordDraft(Record record, int fields)
{
    private readonly bool[] _faulty = new bool[fields];

    /// <summary>Values by ordinal.</summary>
    public RecordValues Values { get; } = new(fields);

    /// <summary>The record that is handed out.</summary>
    public Record Record { get; } = record;

    /// <summary>Beijing date on which the payload was received.</summary>
    public DateOnly ReceivedOn { get; set; }

    /// <summary>Day by which editions, fields, rules and codes are chosen. Set where the plan depends on it.</summary>
    public DateOnly OwnDate { get; set; }

    /// <summary>Limits of the rule that judges now; null = none.</summary>
    public RuleScope? Scope { get; set; }

    /// <summary>What cleaning found, by ordinal.</summary>
    public CleanFlags[] Cleaned { get; } = new CleanFlags[fields];

    /// <summary>Currency written with an amount, by ordinal; null = none.</summary>
    public string?[] Currencies { get; } = new string?[fields];

    /// <summary>Number of errors so far.</summary>
    public int Errors { get; private set; }

    /// <summary>Forgets the former record.</summary>
    public void Reset()
    {
        Values.Reset();
        Array.Clear(_faulty);
        Array.Clear(Cleaned);
        Array.Clear(Currencies);
        Scope = null;
        Errors = 0;
        Record.Violations.Clear();
        Record.Repairs.Clear();
        Record.ExcludedReason = null;
        Record.Accepted = false;
        Record.HasId = false;
        Record.Deleted = false;
        Record.Id = default;
        Record.Content = default;
        Record.SubjectId = default;
        Record.NaturalPerson = false;
        Record.WithholdMask = 0;
        Record.DecidedOn = null;
        Record.DueOn = null;
    }

    /// <summary>Whether an error was found in the field: nothing more is deduced from its value or its absence.</summary>
    public bool IsFaulty(int ordinal) => _faulty[ordinal];

    /// <summary>Reports a finding of a field.</summary>
    public void Report(RuleTarget target, string rule, string message, Severity severity = Severity.Error)
    {
        if (Scope is { } scope)
        {
            if (!scope.Period.Holds(OwnDate))
            {
                return;
            }

            severity = scope.Severity ?? severity;
        }

        _faulty[target.Ordinal] |= severity == Severity.Error;
        Report(rule, target.Code, message, severity);
    }

    /// <summary>Reports a finding that belongs to no single field.</summary>
    public void Report(string rule, string field, string message, Severity severity = Severity.Error)
    {
        Errors += severity == Severity.Error ? 1 : 0;
        Record.Violations.Add(new Violation(rule, field, message, severity));
    }

    /// <summary>Records that a normaliser changed a value.</summary>
    public void Repaired(RuleTarget target, string rule) => Record.Repairs.Add(new Repair(target.Code, rule));
}
