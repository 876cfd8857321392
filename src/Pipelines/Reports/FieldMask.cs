using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Reports;

/// <summary>Shows personal values to people only in part: as the catalog's mask says, else by a narrow default of the kind. Pure.</summary>
internal static class FieldMask
{
    /// <summary>
    /// The value as it may be shown. <paramref name="naturalPerson"/>: whether the record is about one: the subject's own name is
    /// personal only then. Counted in Unicode characters, so that no character is cut apart.
    /// </summary>
    public static string Apply(FieldDefinition field, DatasetDefinition dataset, bool naturalPerson, string value)
    {
        bool number = IsIdentityNumber(value, field.Code == dataset.Subject.TaxNo);
        bool open = field.Personal == PersonalKind.None || (!naturalPerson && (field.Code == dataset.Subject.Name || field.Code == dataset.Subject.TaxNo));
        if (value.Length == 0 || (open && !number))
        {
            return value;
        }

        return number ? Apply(PersonalKind.Id, value) : field.Mask is { } mask ? Keep(value, mask.Left, mask.Right) : Apply(field.Personal, value);
    }

    /// <summary>A value of this kind, by the narrow default.</summary>
    public static string Apply(PersonalKind kind, string value)
    {
        var (left, right) = Default(kind);
        return Keep(value, left, right);
    }

    private static string Keep(string value, int left, int right)
    {
        var runes = value.EnumerateRunes().ToArray();
        return left + right >= runes.Length
            ? new string('*', runes.Length)
            : Text(runes.AsSpan(0, left)) + new string('*', runes.Length - left - right) + Text(runes.AsSpan(runes.Length - right));
    }

    // Suppliers write identity numbers into fields meant for other codes.
    private static bool IsIdentityNumber(string value, bool tax)
    {
        byte[] text = Encoding.UTF8.GetBytes(value);
        return (CitizenId.Resembles(text) || (tax && TaxNumber.NamesPerson(text))) && !UsccCode.IsValid(text) && !RegistrationNumber.IsValid(text);
    }

    // An identity number keeps its last four characters: never the birth date.
    private static (int Left, int Right) Default(PersonalKind kind) => kind switch
    {
        PersonalKind.None => (int.MaxValue / 2, 0),
        PersonalKind.Name => (1, 0),
        PersonalKind.Id => (0, 4),
        PersonalKind.Phone => (3, 2),
        PersonalKind.Address or PersonalKind.Other => (0, 0),
        _ => (0, 0),
    };

    private static string Text(ReadOnlySpan<Rune> runes)
    {
        var text = new StringBuilder();
        foreach (var rune in runes)
        {
            text.Append(rune.ToString());
        }

        return text.ToString();
    }
}
