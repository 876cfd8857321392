using CreditHub.Pipelines.Reports;
using CreditHub.Pipelines.Store;
using Microsoft.Extensions.Logging;

namespace CreditHub.Pipelines.Delivery;

/// <summary>What every relay shares.</summary>
internal sealed record RelayTools(Outbox Outbox, PlatformWords Words, TimeProvider Time, ILogger Logger);
