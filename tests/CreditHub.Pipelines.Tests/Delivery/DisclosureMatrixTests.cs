using System.Text.Json;
using System.Text.RegularExpressions;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Delivery;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Tests.Catalog;
using CreditHub.Testing.Truth;
using CreditHub.Testing.Truth.Recipes;

namespace CreditHub.Pipelines.Tests.Delivery;

/// <summary>Every shipped dataset at every shipped platform, switched on: what leaves equals, field for field, what a simple reading of the two files allows.</summary>
public sealed class DisclosureMatrixTests
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly DateOnly s_today = new(2026, 11, 25);

    [Fact]
    public void What_each_platform_gets_of_each_dataset_is_what_its_file_allows()
    {
        using var config = Switched();
        var loaded = config.Load();
        Assert.Empty(loaded.Findings);
        var snapshot = loaded.Snapshot!;
        var platforms = Directory.GetFiles(Path.Combine(config.Root, "platforms"), "*.json").Select(Json).ToList();
        Assert.True(platforms.Count >= 9);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        int sent = 0, kept = 0, fewer = 0;
        foreach (var dataset in snapshot.Datasets.Values)
        {
            var file = Json(Path.Combine(config.Root, dataset.File));
            var rows = Rows(config.Root, dataset);
            var plan = DatasetPlan.Compile(dataset, snapshot.CodeSets);
            foreach (var platform in platforms)
            {
                var oracle = new DisclosureOracle(platform, file);
                var view = new BoundaryView(plan, snapshot.Platforms[platform.GetProperty("name").GetString()!]);
                foreach (var row in oracle.Takes ? rows : rows[..1])
                {
                    byte[] content = JsonSerializer.SerializeToUtf8Bytes(row, s_plain);
                    var expected = oracle.Expect(row);
                    var decision = view.Decide(content, s_today);
                    var got = decision.Verdict == BoundaryVerdict.Owed ? JsonSerializer.Deserialize<Dictionary<string, string>>(view.Reduce(content).Span) : null;
                    sent += got is null ? 0 : 1;
                    fewer += got?.Count < row.Count ? 1 : 0;
                    kept += got is null && oracle.Takes ? 1 : 0;
                    if (!(got ?? []).OrderBy(f => f.Key, StringComparer.Ordinal).SequenceEqual((expected ?? []).OrderBy(f => f.Key, StringComparer.Ordinal)) || (got is null) != (expected is null))
                    {
                        found.Add($"{platform.GetProperty("name")} {dataset.Code} {dataset.Edition}: {Difference(expected, got)} ({decision.Reason})");
                    }
                }
            }

            Covered(new DisclosureOracle(platforms[0], file), rows, dataset, found);
        }

        Assert.True(found.Count == 0, string.Join('\n', found.Take(40)));
        Assert.True(sent > 5_000 && kept > 5_000 && fewer > 100, $"{sent} sent, {kept} kept back, {fewer} with fewer fields");
    }

    [Fact]
    public void Simplified_penalties_of_persons_restricted_files_and_exempted_records_go_nowhere()
    {
        using var config = Switched();
        var snapshot = config.Load().Snapshot!;
        foreach (var dataset in snapshot.Datasets.Values.Where(d => d.Code is "ZWCX" or "GWYCX" or "ZRR_JB" or "HMRD" or "YYSQ" or "SGS_XZCF"))
        {
            var plan = DatasetPlan.Compile(dataset, snapshot.CodeSets);
            var rows = Rows(config.Root, dataset).Where(row => dataset.Code != "SGS_XZCF" || (plan.Subject.IsPerson(Read(row, plan)) && row.Values.Any(v => v.Contains("简易程序", StringComparison.Ordinal)))).ToList();
            Assert.NotEmpty(rows);
            Assert.All(rows, row => Assert.All(snapshot.Platforms.Values, platform => Assert.NotEqual(BoundaryVerdict.Owed, new BoundaryView(plan, platform).Decide(Read(row, plan), s_today).Verdict)));
        }
    }

    /// <summary>The shipped files with all platforms on, one with lists of fields, and fields with a disclosure of their own.</summary>
    private static ConfigCopy Switched()
    {
        var config = ConfigCopy.OfShipped();
        foreach (string path in Directory.GetFiles(Path.Combine(config.Root, "platforms"), "*.json"))
        {
            string name = Path.GetRelativePath(config.Root, path);
            config.Write(name, config.Text(name).Replace("\"enabled\": false", "\"enabled\": true", StringComparison.Ordinal));
        }

        config.Replace("platforms/city-site.json", "\"publishes\"",
            "\"fields\": { \"NSXY_A\": [\"NSRMC\", \"NSRSBH\"] }, \"omit\": { \"SGS_XZCF\": [\"CF_FRDB\", \"CF_FR\"] }, \"incomplete\": [\"NSXY_A\", \"SGS_XZCF\"], \"publishes\"");
        config.Replace("catalog/2024/NSXY_A.json", "\"code\": \"PDRQ\",", "\"code\": \"PDRQ\", \"disclosure\": \"政务共享\",");
        config.Replace("catalog/2024/NSXY_A.json", "\"code\": \"YXQS\",", "\"code\": \"YXQS\", \"disclosure\": \"授权查询\",");
        return config;
    }

    /// <summary>Made-up rows of all kinds of subjects, and of each the ones that conditions may turn on.</summary>
    private static List<Dictionary<string, string>> Rows(string root, DatasetDefinition dataset)
    {
        var recipe = ShippedRecipes.For(root, dataset.Code, dataset.Edition);
        var rows = new List<Dictionary<string, string>>();
        foreach (int number in Enumerable.Range(1, 10))
        {
            var seed = new MadeUpRow(7, number, s_today);
            var row = recipe.Fields.Select(f => (f.Code, Value: f.Make(seed))).Where(f => f.Value is { Length: > 0 }).ToDictionary(f => f.Code, f => f.Value!);
            rows.Add(row);
            if (number > 2)
            {
                continue;
            }

            var person = AsPerson(row, dataset, number);
            rows.Add(person);
            rows.AddRange(Turned(row, dataset, root).Concat(Turned(person, dataset, root)));
        }

        return rows;
    }

    private static Dictionary<string, string> AsPerson(Dictionary<string, string> row, DatasetDefinition dataset, int number)
    {
        var person = new Dictionary<string, string>(row);
        foreach (string? code in new[] { dataset.Subject.Uscc, dataset.Subject.OrgCode, dataset.Subject.RegNo, dataset.Subject.TaxNo }.Where(c => c is not null))
        {
            person.Remove(code!);
        }

        if (dataset.Subject.PersonId is { } id)
        {
            person[id] = MadeUpNumbers.CitizenId(number);
        }

        return person;
    }

    /// <summary>One field changed at a time: cleared, set to each word of its list or of the dataset's conditions, or given a text that conditions look for.</summary>
    private static IEnumerable<Dictionary<string, string>> Turned(Dictionary<string, string> row, DatasetDefinition dataset, string root)
    {
        foreach (var field in dataset.Fields)
        {
            yield return row.Where(f => f.Key != field.Code).ToDictionary();
            var words = field.CodeSet is { } set ? Json(Path.Combine(root, "codesets", set + ".json")).GetProperty("items").EnumerateArray().Take(12).Select(i => i.GetProperty("code").GetString()!) : [];
            var asked = dataset.Withhold.Select(w => w.When).Append(dataset.Subject.PersonWhen ?? "")
                .SelectMany(when => Regex.Matches(when, field.Code + @"\b[^']{1,12}'([^']*)'").Select(m => m.Groups[1].Value));
            foreach (string word in words.Concat(asked).Append(field.Type switch { FieldType.LongText => "按简易程序办理", FieldType.Text => MadeUpNumbers.CitizenId(900), _ => "" }).Distinct().Where(w => w.Length > 0))
            {
                var turned = new Dictionary<string, string>(row) { [field.Code] = word };
                yield return turned;
                if (dataset.Subject.PersonWhen is { } when && Regex.Match(when, @"(\w+) == '([^']*)'") is { Success: true } asks)
                {
                    yield return new Dictionary<string, string>(turned) { [asks.Groups[1].Value] = asks.Groups[2].Value };
                }
            }
        }
    }

    /// <summary>A condition that no row meets proves nothing.</summary>
    private static void Covered(DisclosureOracle oracle, List<Dictionary<string, string>> rows, DatasetDefinition dataset, SortedSet<string> found)
    {
        foreach (var (when, _, words) in oracle.Withhold.Where(w => !rows.Exists(row => w.When(f => row.GetValueOrDefault(f, "")))))
        {
            found.Add($"{dataset.Code} {dataset.Edition}: no row meets {words}");
        }

        if ((dataset.Subject.PersonWhen ?? dataset.Subject.PersonId) is not null && !rows.Exists(oracle.IsPerson))
        {
            found.Add($"{dataset.Code} {dataset.Edition}: no row is about a person");
        }
    }

    private static RecordValues Read(Dictionary<string, string> row, DatasetPlan plan) => ContentReader.Read(JsonSerializer.SerializeToUtf8Bytes(row, s_plain), plan);

    private static string Difference(Dictionary<string, string>? expected, Dictionary<string, string>? got) =>
        expected is null ? "must not get it, gets it" : got is null ? "must get it, does not"
        : string.Join("; ", expected.Keys.Union(got.Keys).Where(f => expected.GetValueOrDefault(f) != got.GetValueOrDefault(f)).Take(3)
            .Select(f => $"{f} should be {expected.GetValueOrDefault(f, "absent")} and is {got.GetValueOrDefault(f, "absent")}"));

    private static JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
}
