using BenchmarkDotNet.Attributes;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Reading;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Benchmarks;

/// <summary>
/// One row of the current penalty dataset through the catalog that is shipped: 30 fields mapped, normalised, all rules, key, subject, content and hash.
/// Reading the file is not in it, storing neither. One operation is one row.
/// </summary>
public class CheckBench
{
    private const int Rows = 4000;
    private const int Read = Rows * HeldRows.Rounds;

    private readonly HeldRows _rows = HeldRows.Make(Rows);
    private INormalizer? _normalizer;

    [GlobalSetup]
    public void Setup()
    {
        var files = ConfigFiles.Read(ShippedConfig.Find());
        var dataset = files.In(ConfigFiles.Catalog).Where(file => file.Name == "catalog/2019/SGS_XZCF.json").Select(file => DatasetReader.Read(file, file.Root!)).Single();
        var snapshot = new CatalogSnapshot
        {
            Datasets = new Dictionary<(string, string), DatasetDefinition> { [(dataset.Code, dataset.Edition)] = dataset },
            CodeSets = files.In(ConfigFiles.CodeSets).Select(file => CodeSetReader.Read(file, file.Root!)).ToDictionary(set => set.Code),
            Connectors = new Dictionary<string, ConnectorDefinition>(), Platforms = new Dictionary<string, PlatformDefinition>(),
            WorkingDays = new WorkingDays(new Dictionary<int, YearCalendar>()), Sender = "411000", Digest = "",
        };
        var connector = new ConnectorDefinition
        {
            Name = "bench", Supplier = new("bench", "测量"), Dataset = dataset.Code, Edition = dataset.Edition, Source = new("None", default), Decoder = new("None", default),
        };
        _normalizer = NormalizerFactory.Create(connector, snapshot, new byte[32]);
    }

    /// <summary>All rows, each as it is loaded. Throws when one is refused: a benchmark of refusals would say nothing.</summary>
    [Benchmark(OperationsPerInvoke = Read)]
    public async Task<int> Load() => await ReadAsync(survey: false);

    /// <summary>The same without content and hash: the first look at a file.</summary>
    [Benchmark(OperationsPerInvoke = Read)]
    public async Task<int> Survey() => await ReadAsync(survey: true);

    private async Task<int> ReadAsync(bool survey)
    {
        int read = 0;
        await foreach (var record in _normalizer!.ReadAsync(Stream.Null, _rows, new DateOnly(2026, 11, 20), survey, CancellationToken.None))
        {
            read += record.Accepted && record.Violations.Count == 0 ? 1 : throw new InvalidOperationException($"row {record.Raw.Line} is not clean");
        }

        return read;
    }
}
