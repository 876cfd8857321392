using System.Diagnostics;
using System.Runtime.CompilerServices;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Subjects;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CreditHub.Pipelines.Subjects;

/// <summary>
/// Finds whose records the ended runs brought. Its own step after runs, outside their transactions: it can be killed at any line, whoever comes next
/// finishes, and two workers share the work. A boundary: nothing that goes wrong here harms a run.
/// </summary>
public sealed class SubjectStep
{
    private readonly NpgsqlDataSource _database;
    private readonly CatalogSnapshot _snapshot;
    private readonly ILogger<SubjectStep> _logger;
    private readonly SubjectBooks _books;

    /// <summary>Over these books, as this catalog names identifiers.</summary>
    public SubjectStep(NpgsqlDataSource database, CatalogSnapshot snapshot, ILogger<SubjectStep> logger)
    {
        _database = database;
        _snapshot = snapshot;
        _logger = logger;
        _books = new SubjectBooks(database);
    }

    /// <summary>Does all ended runs that are not done. Throws only <see cref="OperationCanceledException"/>.</summary>
    public async Task<SubjectSummary> RunAsync(CancellationToken ct)
    {
        var (runs, records, current) = (0, 0L, 0L);
        try
        {
            var datasets = await new Registry(_database).DatasetsAsync(ct);
            foreach (long runId in await _books.RunsToDoAsync(ct))
            {
                current = runId;
                if (await ResolveAsync(runId, datasets, ct) is long found)
                {
                    runs++;
                    records += found;
                }
            }

            if (records > 0)
            {
                await Statistics.RefreshAsync(_database, ct);
            }

            return new SubjectSummary(runs, records, null);
        }
        catch (NpgsqlException e)
        {
            string reason = (e as PostgresException)?.SqlState ?? e.GetType().Name;
            _logger.SubjectsWait(reason);
            return new SubjectSummary(runs, records, $"数据库不可用（{reason}），下次运行后继续");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            string place = e.StackTrace?.Split('\n', 2)[0].Trim() ?? "";
            _logger.SubjectsDefect(current, e.GetType().Name, place);
            return new SubjectSummary(runs, records, $"程序缺陷：{e.GetType().Name} {place}");
        }
    }

    private async Task<long?> ResolveAsync(long runId, Dictionary<short, (string Code, string Edition)> numbers, CancellationToken ct)
    {
        await using var work = await _books.TakeAsync(runId, ct);
        if (work is null)
        {
            return null;
        }

        long started = Stopwatch.GetTimestamp();
        var datasets = numbers.Where(n => _snapshot.Datasets.ContainsKey(n.Value))
            .ToDictionary(n => n.Key, n => new SubjectFields(_snapshot.Datasets[n.Value]));
        var count = new StrongBox<long>();
        await work.FillAsync(SightingsAsync(work, new SightingReader(datasets), count, ct), ct);
        if (count.Value > 0)
        {
            await work.ResolveAsync(
                [.. datasets.SelectMany(d => new[] { d.Value.Check, d.Value.Document }.OfType<CheckDefinition>().Select(c => new SetCheck(d.Key, c)))], ct);
        }

        await work.CommitAsync(ct);
        if (count.Value > 0)
        {
            _logger.SubjectsFound(runId, count.Value, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return count.Value;
    }

    private static async IAsyncEnumerable<Sighting> SightingsAsync(
        SubjectWork work, SightingReader reader, StrongBox<long> count, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var version in work.VersionsAsync(ct))
        {
            count.Value++;
            foreach (var seen in reader.Read(version))
            {
                yield return seen;
            }
        }
    }
}
