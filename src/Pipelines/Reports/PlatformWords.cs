using System.Text;
using System.Text.RegularExpressions;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Rules;
using CreditHub.Pipelines.Store;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Reports;

/// <summary>What a platform said of a record: its code, the field it means, its text.</summary>
internal readonly record struct PlatformWord(string RecordId, string? Code, string? Field, string? Text);

/// <summary>
/// What platforms say of records, without the personal values that some repeat: those of any version of the record, and whatever looks like a person's number
/// or mobile phone. Thread-safe.
/// </summary>
internal sealed partial class PlatformWords(NpgsqlDataSource database, CatalogSnapshot snapshot)
{
    private const int MobileLength = 11;
    private const string Whole = "***";

    private readonly Dictionary<string, string> _fields = snapshot.Datasets.Values.SelectMany(d => d.Fields).Select(f => f.Code)
        .Distinct(StringComparer.OrdinalIgnoreCase).ToDictionary(code => code, StringComparer.OrdinalIgnoreCase);

    /// <summary>What was said, in its order, as it may be stored and shown. Errors: those of Npgsql.</summary>
    public async Task<IReadOnlyList<PlatformWord>> ShownAsync(IReadOnlyCollection<PlatformWord> said, CancellationToken ct)
    {
        string[] ids = [.. said.Where(s => s.Code is not null || s.Text is { Length: > 0 }).Select(s => s.RecordId).Distinct()];
        if (ids.Length == 0)
        {
            return [.. said.Select(s => s with { Field = Field(s.Field) })];
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        var contents = await connection.QueryAsync<(string RecordId, string Dataset, string Edition, string SubjectId, string Json)>(
            new CommandDefinition(ReportSql.Contents, new { ids }, cancellationToken: ct));
        var personal = contents.ToLookup(c => c.RecordId, c => ContentView.Personal(c.Json, snapshot.Datasets.GetValueOrDefault((c.Dataset, c.Edition)), c.SubjectId));
        return [.. said.Select(s => Shown(s, personal[s.RecordId].SelectMany(p => p)))];
    }

    /// <summary>The same for words about a record whose personal values, each with what is shown of it, are at hand. Pure.</summary>
    public PlatformWord Shown(PlatformWord said, IEnumerable<(string Value, string Shown)> personal)
    {
        var values = personal.ToList();
        return said with { Code = Code(ContentView.Said(said.Code, values)), Field = Field(said.Field), Text = Plain(ContentView.Said(said.Text, values)) };
    }

    /// <summary>A code is a short word of letters and digits; what is not, or is a person's number, may be anything.</summary>
    private static string? Code(string? code) => code is null || (IsCode().IsMatch(code) && Plain(code) == code) ? code : Whole;

    /// <summary>Codes of fields that the catalog has; a text that names none may be anything.</summary>
    private string? Field(string? field)
    {
        if (field is null or "")
        {
            return field;
        }

        string known = string.Join(',', NamesOf().Matches(field).Select(m => _fields.GetValueOrDefault(m.Value)).OfType<string>().Distinct());
        return known.Length > 0 ? known : Whole;
    }

    /// <summary>Without numbers of persons and mobile phones, whoever's they are. Pure.</summary>
    public static string? Plain(string? text) => text is null ? null : DigitsOf().Replace(text, match =>
        match.ValueSpan is ['1', >= '3' and <= '9', ..] && match.Length == MobileLength ? FieldMask.Apply(PersonalKind.Phone, match.Value)
        : IsIdentityNumber(match.Value) ? FieldMask.Apply(PersonalKind.Id, match.Value) : match.Value);

    private static bool IsIdentityNumber(string digits)
    {
        byte[] value = Encoding.ASCII.GetBytes(digits);
        return value.Length is 15 or 18 && CitizenId.Resembles(value) && !UsccCode.IsValid(value) && !RegistrationNumber.IsValid(value);
    }

    [GeneratedRegex("[0-9]+[Xx]?", RegexOptions.CultureInvariant)]
    private static partial Regex DigitsOf();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.:/-]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IsCode();

    [GeneratedRegex("[A-Za-z0-9_]+", RegexOptions.CultureInvariant)]
    private static partial Regex NamesOf();
}
