using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Pipelines.Runs;

/// <summary>A connector made ready for one run from the snapshot the run began with.</summary>
internal sealed record ConnectorPlan(
    ConnectorDefinition Connector, DatasetDefinition Dataset, short DatasetNo, ISource Source, IPayloadDecoder Decoder,
    INormalizer Normalizer, IReadOnlyList<Route> Routes, WorkingDays WorkingDays);
