using System.Text.Json;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Rules;
using CreditHub.Pipelines.Tests.Catalog;
using CreditHub.Pipelines.Tests.Normalization;

namespace CreditHub.Pipelines.Tests.Samples;

/// <summary>Sample rows of every shipped dataset through the catalog as shipped. New files are found by themselves.</summary>
public sealed class CatalogSamplesTests
{
    /// <summary>Words that choose how a value is read and never report by themselves.</summary>
    private static readonly HashSet<string> Silent = ["doc_no_chars", "open_ended", "strip_dot_zero", "uscc_placeholder_if"];

    private static readonly CatalogSnapshot Snapshot = ConfigFolder.Load(ConfigCopy.Shipped, "411000", FakeKinds.All).Snapshot!;

    public static TheoryData<string, string> Editions
    {
        get
        {
            var editions = new TheoryData<string, string>();
            foreach (var (code, edition) in Snapshot.Datasets.Keys.Order())
            {
                editions.Add(code, edition);
            }

            return editions;
        }
    }

    [Fact]
    public void Every_dataset_has_samples_and_every_file_has_its_dataset() =>
        Assert.Equal(Snapshot.Datasets.Keys.Order(), SampleFile.All.Order());

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task Valid_rows_are_stored_exactly_as_expected(string code, string edition)
    {
        var file = SampleFile.Read(code, edition);
        Assert.True(file.Valid.Count >= 2, "a minimal and a full row are needed");
        var problems = new List<string>();
        foreach (var sample in file.Valid)
        {
            var outcome = await RunAsync(code, edition, sample.Row);
            string stored = Lines(JsonSerializer.Deserialize<Dictionary<string, string>>(outcome.Content)!.Select(pair => $"{pair.Key}={pair.Value}"));
            Compare(sample.About, Lines(sample.Expect.Select(pair => $"{pair.Key}={pair.Value}")), stored + outcome.Messages, problems);
            Assert.NotNull(outcome.Id);
        }

        Assert.True(problems.Count == 0, string.Concat(problems));
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task Natural_persons_and_what_must_not_leave_are_recognised(string code, string edition)
    {
        var dataset = Snapshot.Datasets[(code, edition)];
        uint met = 0;
        bool person = dataset.Subject.PersonWhen is null;
        foreach (var sample in SampleFile.Read(code, edition).Valid)
        {
            var outcome = await RunAsync(code, edition, sample.Row);
            Assert.Equal((sample.About, sample.Person, sample.Withheld), (sample.About, outcome.Person, Withheld(dataset, outcome.Withhold)));
            met |= outcome.Withhold;
            person |= outcome.Person;
        }

        Assert.True(person, "no sample is about a natural person");
        Assert.Equal((1u << dataset.Withhold.Count) - 1, met);
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public async Task Invalid_rows_give_exactly_their_findings(string code, string edition)
    {
        var file = SampleFile.Read(code, edition);
        Assert.True(file.Invalid.Count >= 3, "three invalid rows are needed");
        var problems = new List<string>();
        foreach (var sample in file.Invalid)
        {
            var outcome = await RunAsync(code, edition, file.RowOf(sample));
            Compare(sample.About, Lines(sample.Findings.Select(finding => finding.ToString())), Lines(outcome.Violations.Select(Finding)), problems);
            Assert.Equal(outcome.Violations.All(violation => violation.Severity == Severity.Warning), outcome.Accepted);
            Assert.All(outcome.Violations, violation => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", violation.Message));
        }

        Assert.True(problems.Count == 0, string.Concat(problems));
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public void Every_rule_and_check_of_a_dataset_is_broken_by_one_of_its_samples(string code, string edition)
    {
        var dataset = Snapshot.Datasets[(code, edition)];
        var found = SampleFile.Read(code, edition).Invalid.SelectMany(sample => sample.Findings).Select(finding => finding.Rule).ToHashSet();
        var wanted = dataset.Fields.SelectMany(Reporting).Concat(dataset.Checks.Where(check => check.Rule is not (RegisterNameCheck.Name or OneDocumentCheck.Name)).Select(check => check.Id))
            .Concat(dataset.AnyOf.Count > 0 ? ["anyOf"] : []).ToHashSet();
        Assert.Empty(wanted.Except(found).Order());
    }

    /// <summary>Rules of a field that can report. Several words for one code list report as the first of them.</summary>
    private static IEnumerable<string> Reporting(FieldDefinition field)
    {
        string[] names = [.. field.Rules.Select(RuleName.Of)];
        string? list = names.FirstOrDefault(name => name.StartsWith("enum", StringComparison.Ordinal));
        return names.Where(name => !Silent.Contains(name) && (name == list || !name.StartsWith("enum", StringComparison.Ordinal)))
            .Concat(field.Required ? ["required"] : field.RequiredWhen is not null ? ["requiredWhen"] : [])
            .Concat(field.MaxLength > 0 ? ["maxLength"] : []);
    }

    private static async Task<RowOutcome> RunAsync(string code, string edition, IReadOnlyDictionary<string, string?> row)
    {
        var connector = new ConnectorDefinition
        {
            Name = "test", Supplier = new("x", "某局"), Dataset = code, Edition = edition, Source = new("None", default), Decoder = new("None", default),
        };
        var normalizer = NormalizerFactory.Create(connector, Snapshot, new byte[32]);
        var decoder = RowDecoder.Of([.. row.Keys], [.. row.Values.Select(value => value ?? "")]);
        await foreach (var record in normalizer.ReadAsync(Stream.Null, decoder, TestDataset.Today, TestContext.Current.CancellationToken))
        {
            return RowOutcome.Of(record, normalizer);
        }

        throw new InvalidOperationException("The row is missing.");
    }

    private static string? Withheld(DatasetDefinition dataset, uint mask) =>
        dataset.Withhold.Where((_, i) => (mask & (1u << i)) != 0).Select(entry => entry.From).Order(StringComparer.Ordinal).FirstOrDefault();

    private static string Finding(Violation violation) =>
        new SampleFinding(violation.Rule, violation.Field, violation.Severity == Severity.Error ? "error" : "warning").ToString();

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Order(StringComparer.Ordinal).Select(line => $"  {line}\n"));

    private static void Compare(string about, string expected, string found, List<string> problems)
    {
        if (expected != found)
        {
            problems.Add($"{about}\n expected\n{expected} found\n{found}");
        }
    }
}
