using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Delivery;

/// <summary>
/// Masks one personal value for publication. The field's own mask wins over the default of its kind: a name keeps its first character, an identity
/// number two at each end, everything else is replaced whole. The birth date in an identity number never shows, whatever the mask says. An organisation's
/// own name and numbers are not personal, whatever the field is marked for other records; what begins with an identity number always is. Pure.
/// </summary>
internal static class BoundaryMask
{
    private const int BirthStart = 6;
    private const int AfterBirth = 4;

    private static readonly MaskDefinition Nothing = new(0, 0);

    private static ReadOnlySpan<byte> Whole => "***"u8;

    /// <summary>Masks the field where it is personal. <paramref name="organisation"/>: the subject's fields; null where the subject is a natural person.</summary>
    public static void Apply(RuleTarget target, RecordValues values, DatasetPlanSubject? organisation)
    {
        var value = values[target.Ordinal];
        if (value.IsEmpty)
        {
            return;
        }

        var field = target.Field;
        bool own = organisation is not null && organisation.Names(target.Ordinal);
        bool number = IsIdentityNumber(value, field.Personal, own, organisation is { Uscc: >= 0 } ? values[organisation.Uscc] : default);
        var kind = number ? PersonalKind.Id : field.Personal;
        bool personal = number || kind switch
        {
            PersonalKind.None => field.Mask is not null || field.Rules.Contains("mask_on_publish"),
            PersonalKind.Id => !own || CitizenId.IsMasked(value),
            _ => !own,
        };
        if (personal)
        {
            values.Set(target.Ordinal, Mask(value, kind, field.Mask ?? Default(kind)));
        }
    }

    /// <summary>Characters kept of a field that is masked wherever it is published; null: it is masked only where it holds a person's number.</summary>
    public static MaskDefinition? Of(FieldDefinition field) =>
        field.Mask ?? (field.Personal != PersonalKind.None || field.Rules.Contains("mask_on_publish") ? Default(field.Personal) : null);

    // Suppliers write identity numbers into fields meant for other codes; a household's tax number is one with a serial. A tenth of the old identity numbers
    // pass for registration numbers: where the field says that identity numbers stand in it, that is no excuse.
    private static bool IsIdentityNumber(ReadOnlySpan<byte> value, PersonalKind kind, bool own, ReadOnlySpan<byte> uscc) =>
        !UsccCode.IsValid(value) && !(own && TaxNumber.IsOf(value, uscc)) && (kind == PersonalKind.Id || !RegistrationNumber.IsValid(value))
        && (CitizenId.Resembles(value) || (own && TaxNumber.NamesPerson(value)));

    private static MaskDefinition Default(PersonalKind kind) => kind switch
    {
        PersonalKind.Name => new MaskDefinition(1, 0),
        PersonalKind.Id => new MaskDefinition(2, 2),
        _ => Nothing,
    };

    private static byte[] Mask(ReadOnlySpan<byte> value, PersonalKind kind, MaskDefinition mask)
    {
        var runes = Encoding.UTF8.GetString(value).EnumerateRunes().ToArray();
        int left = Math.Max(0, kind == PersonalKind.Id ? Math.Min(mask.Left, BirthStart) : mask.Left);
        int right = Math.Max(0, kind == PersonalKind.Id ? Math.Min(mask.Right, AfterBirth) : mask.Right);
        if (left + right == 0 || left + right >= runes.Length)
        {
            return Whole.ToArray();
        }

        var masked = new StringBuilder();
        for (int i = 0; i < runes.Length; i++)
        {
            masked.Append(i < left || i >= runes.Length - right ? runes[i].ToString() : "*");
        }

        return Encoding.UTF8.GetBytes(masked.ToString());
    }
}
