using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Pipelines.Tests.Normalization;

/// <summary>Builds a dataset in a few words and runs rows through the normaliser.</summary>
internal sealed class TestDataset
{
    public static readonly DateOnly Today = new(2026, 11, 20);

    private static readonly string[] Editions = ["2019"];

    private readonly List<FieldDefinition> _fields = [];
    private readonly Dictionary<string, CodeSetDefinition> _codeSets = [];
    private readonly Dictionary<string, FieldMapping> _mapping = [];

    public string Code { get; set; } = "TEST";

    public string Edition { get; set; } = Editions[0];

    public string Sender { get; set; } = "411000";

    public byte[] SubjectKey { get; set; } = new byte[32];

    public List<string> Key { get; } = [];

    public SubjectDefinition Subject { get; set; } = new(null, null, null, null, null, null, null);

    public List<AnyOfDefinition> AnyOf { get; } = [];

    public List<CheckDefinition> Checks { get; } = [];

    public List<WithholdDefinition> Withhold { get; } = [];

    public List<ExcludeDefinition> Exclude { get; } = [];

    public List<PublicationTerm> Terms { get; } = [];

    public List<ForbiddenDefinition> Forbidden { get; } = [];

    public List<OverrideDefinition> Overrides { get; } = [];

    public string? OwnDate { get; set; }

    public DeadlineDefinition? Deadline { get; set; }

    public Dictionary<int, YearCalendar> Calendar { get; } = [];

    public TestDataset Field(string code, FieldType type = FieldType.Text, string rules = "", Func<FieldDefinition, FieldDefinition>? with = null)
    {
        var field = new FieldDefinition { Code = code, Name = $"{code}名", Type = type, Rules = rules.Length == 0 ? [] : rules.Split(' ') };
        _fields.Add(with is null ? field : with(field));
        return this;
    }

    public TestDataset CodeSet(string code, params (string Code, string Name, string[] Aliases)[] items)
    {
        _codeSets[code] = new CodeSetDefinition { Code = code, Name = $"{code}表", Items = [.. items.Select(item => new CodeItem(item.Code, item.Name, item.Aliases))] };
        return this;
    }

    /// <summary>Limits a code, found by its name, to a time.</summary>
    public void Time(string codeSet, string name, Period period)
    {
        var set = _codeSets[codeSet];
        _codeSets[codeSet] = set with { Items = [.. set.Items.Select(item => item.Name == name ? item with { Period = period } : item)] };
    }

    public TestDataset Map(string field, string[]? columns = null, string? value = null, Dictionary<string, string>? codes = null, string? unit = null, int truncatedAt = 0)
    {
        _mapping[field] = new FieldMapping(columns ?? [], value, codes ?? [], unit) { TruncatedAt = truncatedAt };
        return this;
    }

    public DatasetDefinition Definition => new()
    {
        Code = Code, Edition = Edition, Name = "测试", Disclosure = Disclosure.Public, NaturalKey = Key.Count > 0 ? Key : [_fields[0].Code],
        Subject = Subject, Fields = _fields, AnyOf = AnyOf, Checks = Checks, Withhold = Withhold, Deadline = Deadline, OwnDate = OwnDate, Terms = Terms,
    };

    public DatasetPlan Plan => DatasetPlan.Compile(Definition, _codeSets);

    public INormalizer Normalizer()
    {
        var connector = new ConnectorDefinition
        {
            Name = "test", Supplier = new("x", "某局"), Dataset = Code, Edition = Edition, Source = new("None", default), Decoder = new("None", default),
            Mapping = _mapping, Exclude = Exclude,
        };
        var snapshot = new CatalogSnapshot
        {
            Datasets = new Dictionary<(string, string), DatasetDefinition> { [(Code, Edition)] = Definition },
            CodeSets = _codeSets, Connectors = new Dictionary<string, ConnectorDefinition>(), Platforms = new Dictionary<string, PlatformDefinition>(),
            WorkingDays = new WorkingDays(Calendar), Sender = Sender, Digest = "", Forbidden = Forbidden, Overrides = Overrides,
        };
        return NormalizerFactory.Create(connector, snapshot, SubjectKey);
    }

    /// <summary>One row with the fields' own codes as columns; values as text.</summary>
    public Task<RowOutcome> RowAsync(params string[] values) => BytesAsync([.. values.Select(Encoding.UTF8.GetBytes)]);

    public async Task<RowOutcome> BytesAsync(params byte[][] values)
    {
        var decoder = new RowDecoder([.. _fields.Select(field => field.Code)], [values]);
        return (await ReadAsync(decoder)).Single();
    }

    public async Task<List<RowOutcome>> ReadAsync(IPayloadDecoder decoder)
    {
        var normalizer = Normalizer();
        var outcomes = new List<RowOutcome>();
        await foreach (var record in normalizer.ReadAsync(Stream.Null, decoder, Today, TestContext.Current.CancellationToken))
        {
            outcomes.Add(RowOutcome.Of(record, normalizer));
        }

        return outcomes;
    }
}
