using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Reports;

/// <summary>Whether records reached the platforms within the working days that the law allows from the decision (R23). Reads the evidence views.</summary>
public sealed class DeadlineReport(NpgsqlDataSource database, CatalogSnapshot snapshot, TimeProvider time)
{
    /// <summary>Working days before the last one at which a record that is not accepted counts as at risk.</summary>
    public const int RiskDays = 2;

    /// <summary>Calendar days taken for <see cref="RiskDays"/> when the calendar is not known: rather too early.</summary>
    private const int RiskDaysUnknown = 7;

    /// <summary>Days whose decisions are looked at when nothing else is said.</summary>
    public const int UsualPeriod = 90;

    /// <summary>Today in Beijing.</summary>
    public DateOnly Today => Beijing.DayOf(time.GetUtcNow());

    /// <summary>Years from the present one to the next whose calendar is missing: promises that reach into them cannot be made. The next year counts from December on.</summary>
    public IReadOnlyList<int> UnknownYears =>
        [.. new[] { Today.Year, Today.AddMonths(1).Year }.Distinct().Except(snapshot.WorkingDays.KnownYears)];

    /// <summary>Records decided in the period, both days included, by dataset, connector and platform.</summary>
    public async Task<IReadOnlyList<DeadlineRow>> ReadAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        string[] datasets = [.. snapshot.Datasets.Values.Where(d => d.Deadline is not null).Select(d => d.Code).Distinct(StringComparer.Ordinal)];
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<DeadlineRow>(new CommandDefinition(
            ReportSql.Deadlines, new { datasets, from, to, today = Today, riskDay = RiskDay(snapshot.WorkingDays, Today) }, cancellationToken: ct))).AsList();
    }

    /// <summary>A last day up to this one is at risk.</summary>
    internal static DateOnly RiskDay(WorkingDays calendar, DateOnly today) => calendar.AddWorkingDays(today, RiskDays) ?? today.AddDays(RiskDaysUnknown);
}
