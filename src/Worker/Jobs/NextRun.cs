using CreditHub.Pipelines.Catalog;
using Quartz;

namespace CreditHub.Worker.Jobs;

/// <summary>When a connector runs next by its cron.</summary>
internal static class NextRun
{
    /// <summary>Null: only on demand.</summary>
    public static DateTimeOffset? Of(ConnectorDefinition connector, DateTimeOffset after) =>
        connector is { Enabled: true, Cron: { } cron }
            ? CronExpression.Parse(cron).WithTimeZone(TimeZoneInfo.FindSystemTimeZoneById(connector.TimeZone)).GetNextValidTimeAfter(after)
            : null;
}
