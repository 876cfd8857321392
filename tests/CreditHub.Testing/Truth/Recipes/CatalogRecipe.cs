using System.Text.Json;

namespace CreditHub.Testing.Truth.Recipes;

/// <summary>
/// A recipe read off the dataset's own file: a value for every field by its type, code list and rules. For datasets that need no table of their
/// own; one subject a row, always an organisation or household unless the dataset is about persons.
/// </summary>
internal static class CatalogRecipe
{
    public static DatasetRecipe Read(string configDirectory, string dataset, string edition)
    {
        var file = Json(Path.Combine(configDirectory, "catalog", edition, dataset + ".json"));
        var fields = file.GetProperty("fields").EnumerateArray()
            .Select(f => CatalogField.Read(f, (set, byName) => Words(configDirectory, set, byName))).ToList();
        var key = file.GetProperty("naturalKey").EnumerateArray().SelectMany(k => k.GetString()!.Split('|')).ToHashSet();
        var subject = file.GetProperty("subject").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!);
        var maker = new FieldMaker(fields, key, subject);
        var changing = fields.LastOrDefault(f => f.IsFree && f.MaxLength >= 10 && !key.Contains(f.Code) && !subject.ContainsValue(f.Code));
        return new DatasetRecipe(dataset, edition, changing?.Code ?? "", [.. fields.Select(f => new FieldRecipe(f.Code, maker.Maker(f)))], Defects(fields, subject))
        {
            Needs = [.. fields.Where(f => f.RequiredWhen is not null).Select(f => (f.Code, f.RequiredWhen!))],
        };
    }

    private static IReadOnlyList<Defect> Defects(List<CatalogField> fields, Dictionary<string, string> subject)
    {
        var text = fields.Find(f => f is { IsFree: true, Required: true, MaxLength: > 0 and <= 500 });
        return DatasetRecipe.Spoiling(
            code: fields.Find(f => f.Code == subject.GetValueOrDefault("uscc") && (f.Has("uscc") || f.Has("uscc_or_citizen_id")))?.Code
                ?? fields.Find(f => f.Has("citizen_id") || f.Has("citizen_id_or_masked") || f.Argument("citizen_id_if") == "ZJLX=='身份证'")?.Code
                ?? fields.Find(f => f.Has("tax_id"))?.Code,
            required: fields.Find(f => f is { IsText: true, Required: true, Words.Count: 0 })?.Code,
            day: fields.Find(f => f.Type == "date" && f.Has("date_le_today"))?.Code,
            listed: fields.Find(f => f.Words.Count > 0 && f.Has("enum"))?.Code,
            amount: fields.Find(f => f.Type == "decimal")?.Code,
            text: text is null ? null : (text.Code, text.MaxLength));
    }

    /// <summary>Stored words of a list without those that are over: the code, or the name where the field stores names.</summary>
    private static List<string> Words(string configDirectory, string set, bool byName) =>
        [.. Json(Path.Combine(configDirectory, "codesets", set + ".json")).GetProperty("items").EnumerateArray()
            .Where(i => !i.TryGetProperty("to", out _)).Select(i => i.GetProperty(byName ? "name" : "code").GetString()!)];

    private static JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
}
