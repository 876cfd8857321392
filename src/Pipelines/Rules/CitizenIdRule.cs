using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>What a <see cref="CitizenIdRule"/> accepts beside an identity number.</summary>
internal enum CitizenIdChoice
{
    /// <summary>Nothing.</summary>
    Only,

    /// <summary>A number with asterisks, kept and never matched.</summary>
    OrMasked,

    /// <summary>A passport number, with a remark.</summary>
    OrPassport,
}

/// <summary>
/// <c>citizen_id</c>, <c>citizen_id_warn</c>, <c>citizen_id_if</c>, <c>citizen_id_or_masked</c>, <c>citizen_id_or_passport</c>: 15 digits are upgraded
/// to 18. A number with asterisks never passes as a whole one.
/// </summary>
internal sealed class CitizenIdRule(string name, RuleTarget target, Severity severity, CitizenIdChoice choice, Condition? when)
    : IdentifierRule(name, target, severity)
{
    private const int ShortestPassport = 5;

    /// <summary>Turns 15 digits into 18 characters.</summary>
    public static void UpgradeLegacy(RuleTarget target, RecordDraft draft)
    {
        var value = draft.Values[target.Ordinal];
        if (!CitizenId.IsLegacy(value))
        {
            return;
        }

        Span<byte> upgraded = stackalloc byte[Longest];
        CitizenId.Upgrade(value, upgraded);
        draft.Values.Set(target.Ordinal, upgraded);
        draft.Repaired(target, "citizen_id_15");
    }

    /// <inheritdoc/>
    protected override bool Applies(RecordDraft draft) => when is null || when.Holds(draft.Values);

    /// <inheritdoc/>
    protected override bool Fits(ReadOnlySpan<byte> value) => CitizenId.IsValid(value);

    /// <inheritdoc/>
    public override void Repair(RecordDraft draft)
    {
        if (Applies(draft))
        {
            UpgradeLegacy(Target, draft);
            base.Repair(draft);
        }
    }

    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        if (CitizenId.IsValid(value) || !Applies(draft) || Accepts(value))
        {
            return;
        }

        ReportMismatch(draft, "18位", value.Length == Longest, "请按身份证件核对后重报");
    }

    private bool Accepts(ReadOnlySpan<byte> value) => choice switch
    {
        CitizenIdChoice.OrMasked => CitizenId.IsMasked(value),
        CitizenIdChoice.OrPassport => IsPassportLike(value),
        CitizenIdChoice.Only => false,
        _ => throw new InvalidOperationException($"Unknown choice {choice}."),
    };

    /// <summary>Begins with at least five letters and digits that are not an attempt at an identity number.</summary>
    private static bool IsPassportLike(ReadOnlySpan<byte> value)
    {
        int end = 0;
        while (end < value.Length && (char.IsAsciiDigit((char)value[end]) || char.IsAsciiLetterUpper((char)value[end])))
        {
            end++;
        }

        return end >= ShortestPassport && end is not (15 or 18) && !CitizenId.IsMasked(value);
    }
}
