using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Puts organisation identifiers that stand in each other's columns where they belong: only when the check character proves what they are
/// or its form cannot be anything else, and the right field is empty. What could be a number of a person is never moved: 15 digits with a possible
/// birth date stay and are refused, unless they are a domestic enterprise's number by check digit and kind and the dataset has no persons.
/// </summary>
internal static class MisplacedIdentifiers
{
    private const string Rule = "misplaced_identifier";

    private static ReadOnlySpan<byte> ForeignPrefix => "企"u8;

    /// <summary>Moves.</summary>
    public static void Repair(DatasetPlan plan, RecordDraft draft)
    {
        var subject = plan.Subject;
        if (subject.Uscc < 0)
        {
            return;
        }

        SplitCell(plan, draft);
        var value = draft.Values[subject.Uscc];
        if (value.Length is 9 or 10 or 13 or 15 || value.StartsWith(ForeignPrefix))
        {
            MoveOutOfUscc(plan, draft, value);
        }

        TakeUscc(plan, draft, subject.RegNo);
        TakeUscc(plan, draft, subject.OrgCode);
        if (subject.TaxNo >= 0 && plan.Fields[subject.TaxNo].MaxLength is > 0 and < 18)
        {
            TakeUscc(plan, draft, subject.TaxNo);
        }
    }

    /// <summary>A credit code and another proven code of an organisation in one cell: each goes to its column, where that is empty or says the same.</summary>
    private static void SplitCell(DatasetPlan plan, RecordDraft draft)
    {
        int uscc = plan.Subject.Uscc;
        var both = draft.Values[uscc];
        int mark = both.IndexOf((byte)';');
        if (mark <= 0)
        {
            return;
        }

        bool first = UsccCode.IsValid(both[..mark]);
        var code = first ? both[..mark] : both[(mark + 1)..];
        var other = first ? both[(mark + 1)..] : both[..mark];
        int target = OrgCode.IsValid(other) ? plan.Subject.OrgCode
            : RegistrationNumber.IsValid(other) && !MayBePerson(plan.Subject, other) ? plan.Subject.RegNo
            : -1;
        if (target >= 0 && UsccCode.IsValid(code) && (!draft.Values.IsFilled(target) || draft.Values[target].SequenceEqual(other)))
        {
            draft.Values.Set(target, other);
            draft.Values.Set(uscc, code);
            draft.Repaired(plan.Fields[target].Target, Rule);
            draft.Repaired(plan.Fields[uscc].Target, Rule);
        }
    }

    private static void MoveOutOfUscc(DatasetPlan plan, RecordDraft draft, ReadOnlySpan<byte> value)
    {
        var subject = plan.Subject;
        bool registration = RegistrationNumber.IsLegacy(value) || RegistrationNumber.IsForeignLegacy(value)
            || (value.Length == 15 && Digits.All(value) && !MayBePerson(subject, value));
        bool organisation = OrgCode.IsValid(value) || OrgCode.HasHyphen(value);
        int target = registration ? subject.RegNo : organisation ? subject.OrgCode : -1;
        if (target >= 0 && !draft.Values.IsFilled(target))
        {
            draft.Values.Set(target, value);
            draft.Values.Clear(subject.Uscc);
            draft.Repaired(plan.Fields[subject.Uscc].Target, Rule);
            draft.Repaired(plan.Fields[target].Target, Rule);
        }
    }

    private static void TakeUscc(DatasetPlan plan, RecordDraft draft, int from)
    {
        int uscc = plan.Subject.Uscc;
        if (from < 0 || !UsccCode.IsValid(draft.Values[from]))
        {
            return;
        }

        bool empty = !draft.Values.IsFilled(uscc);
        if (empty)
        {
            draft.Values.Set(uscc, draft.Values[from]);
        }

        if (empty || draft.Values[uscc].SequenceEqual(draft.Values[from]))
        {
            draft.Values.Clear(from);
            draft.Repaired(plan.Fields[from].Target, Rule);
            draft.Repaired(plan.Fields[uscc].Target, Rule);
        }
    }

    /// <summary>15 digits with a possible birth date, unless a domestic enterprise's number by check digit and kind in a dataset without persons.</summary>
    private static bool MayBePerson(DatasetPlanSubject subject, ReadOnlySpan<byte> value) =>
        CitizenId.IsLegacy(value) && (subject.PersonId >= 0 || !RegistrationNumber.IsDomestic(value));
}
