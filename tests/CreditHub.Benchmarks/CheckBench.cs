using BenchmarkDotNet.Attributes;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Catalog.Reading;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Benchmarks;

/// <summary>
/// One row of the current penalty dataset through the catalog that is shipped: 30 fields mapped, normalised, all rules, key, subject, content and hash.
/// Reading the file is not in it, storing neither. One operation is one row.
/// </summary>
public class CheckBench
{
    private const int Rows = 4000;
    private const int Rounds = 25;

    private readonly RawRecord[] _rows = HeldRows.Make(Rows);
    private Normalizer? _normalizer;

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
        _normalizer = new Normalizer([DatasetPlan.Compile(dataset, snapshot.CodeSets)], connector, snapshot, new byte[32]);
    }

    /// <summary>Throws when a row is refused or has a warning: a benchmark of refusals would say nothing.</summary>
    [Benchmark(OperationsPerInvoke = Rows * Rounds)]
    public long Check()
    {
        var normalizer = _normalizer!;
        normalizer.Begin(new DateOnly(2026, 11, 20));
        long bytes = 0;
        for (int round = 0; round < Rounds; round++)
        {
            foreach (var row in _rows)
            {
                var record = normalizer.Normalize(row, fixedColumns: true);
                bytes += record.Accepted && record.Violations.Count == 0 ? record.Content.Length : throw new InvalidOperationException($"row {row.Line} is not clean");
            }
        }

        return bytes;
    }
}
