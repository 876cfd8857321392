using System.Text;
using System.Text.RegularExpressions;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Rules;
using CreditHub.Pipelines.Store;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Reports;

/// <summary>
/// What platforms say of records, without the personal values that some repeat: those of any version of the record, and whatever looks like a person's number
/// or mobile phone. Thread-safe.
/// </summary>
internal sealed partial class PlatformWords(NpgsqlDataSource database, CatalogSnapshot snapshot)
{
    private const int MobileLength = 11;

    /// <summary>The texts in their order, as they may be stored and shown. Errors: those of Npgsql.</summary>
    public async Task<IReadOnlyList<string?>> ShownAsync(IReadOnlyCollection<(string RecordId, string? Text)> said, CancellationToken ct)
    {
        string[] ids = [.. said.Where(s => s.Text is { Length: > 0 }).Select(s => s.RecordId).Distinct()];
        if (ids.Length == 0)
        {
            return [.. said.Select(s => s.Text)];
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        var contents = await connection.QueryAsync<(string RecordId, string Dataset, string Edition, string SubjectId, string Json)>(
            new CommandDefinition(ReportSql.Contents, new { ids }, cancellationToken: ct));
        var personal = contents.ToLookup(c => c.RecordId, c => ContentView.Personal(c.Json, snapshot.Datasets.GetValueOrDefault((c.Dataset, c.Edition)), c.SubjectId));
        return [.. said.Select(s => Plain(ContentView.Said(s.Text, personal[s.RecordId].SelectMany(p => p))))];
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
}
