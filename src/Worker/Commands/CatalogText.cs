using System.Globalization;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Worker.Commands;

/// <summary>Parts of the catalog in one line each, for people.</summary>
internal static class CatalogText
{
    /// <summary>Such as <c>2015 (to 2018-12-31), 2019 (from 2019-01-01)</c>.</summary>
    public static string Editions(IEnumerable<DatasetDefinition> editions) =>
        string.Join(", ", editions.Select(d => d.Edition + (d.Effective.IsAlways ? "" : $" ({Period(d.Effective)})")));

    /// <summary>Days; empty when there is no bound.</summary>
    public static string Period(Period period) => (period.From, period.To) switch
    {
        ({ } from, { } to) => $"{Day(from)} to {Day(to)}",
        ({ } from, null) => $"from {Day(from)}",
        (null, { } to) => $"to {Day(to)}",
        _ => "",
    };

    /// <summary>Type with length or digits and unit.</summary>
    public static string Type(FieldDefinition field)
    {
        string size = field.MaxLength > 0 ? $" {field.MaxLength.ToString(CultureInfo.InvariantCulture)}"
            : field.Precision > 0 ? string.Create(CultureInfo.InvariantCulture, $" {field.Precision},{field.Scale}") : "";
        return $"{ConfigWords.Of(field.Type)}{size}{(field.Unit is { } unit ? " " + unit : "")}";
    }

    /// <summary>yes, the condition, or nothing.</summary>
    public static string Obligation(FieldDefinition field) => field.Required ? "yes" : field.RequiredWhen is { } when ? $"when {when}" : "";

    /// <summary>Rules with their limits, and the code set.</summary>
    public static string Rules(FieldDefinition field)
    {
        var rules = field.Rules.Select(rule => field.Scopes.TryGetValue(rule, out var scope) ? $"{rule} [{Scope(scope)}]" : rule);
        return string.Join(" · ", field.CodeSet is { } set ? rules.Prepend(set) : rules);
    }

    /// <summary>personal, own disclosure, masked, not verified, its time.</summary>
    public static string Marks(FieldDefinition field)
    {
        string?[] marks =
        [
            field.Personal == PersonalKind.None ? null : $"personal {ConfigWords.Of(field.Personal)}",
            field.Disclosure is { } level ? ConfigWords.Of(level) : null,
            field.Mask is { } mask ? string.Create(CultureInfo.InvariantCulture, $"keeps {mask.Left}+{mask.Right}") : null,
            field.Verified ? null : "not verified",
            field.Period.IsAlways ? null : Period(field.Period),
        ];
        return string.Join(", ", marks.OfType<string>());
    }

    private static string Scope(RuleScope scope) =>
        string.Join(", ", new[] { Period(scope.Period), scope.Severity is { } severity ? ConfigWords.Of(severity) : "" }.Where(part => part.Length > 0));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
