using System.Globalization;

namespace CreditHub.Testing.Truth;

/// <summary>A column of a supplier. <see cref="Codes"/>: the supplier's code for a catalog value; <see cref="Factor"/>: from the catalog's unit to the supplier's.</summary>
public sealed record FeedColumn(string Field, string Header, string Type, bool IsUscc, IReadOnlyDictionary<string, string>? Codes, decimal Factor)
{
    /// <summary>The supplier's spelling of a good value in content form.</summary>
    public string Spell(string value)
    {
        if (Factor != 1m && decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal amount))
        {
            return (amount * Factor).ToString("0.##########", CultureInfo.InvariantCulture);
        }

        return Codes?.GetValueOrDefault(value) ?? value;
    }
}
