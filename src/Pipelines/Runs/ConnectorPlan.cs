using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Pipelines.Runs;

/// <summary>A connector made ready for one run from the snapshot the run began with. Datasets and editions are in the order of the connector's editions.</summary>
internal sealed record ConnectorPlan(
    ConnectorDefinition Connector, IReadOnlyList<DatasetDefinition> Datasets, IReadOnlyList<EditionEntry> Editions, ISource Source, IPayloadDecoder Decoder,
    INormalizer Normalizer, CheckLanes Lanes, WorkingDays WorkingDays)
{
    /// <summary>Its dataset in the newest edition.</summary>
    public DatasetDefinition Dataset => Datasets[^1];

    /// <summary>Number of its newest edition.</summary>
    public short DatasetNo => Editions[^1].DatasetNo;
}
