using System.Globalization;
using System.Runtime.CompilerServices;
using CreditHub.Connectors.Databases.Reading;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Sources.DatabaseTable;

/// <summary>
/// Collects rows of a table of a supplier's database. Rows are read to the end, and the database is let go, before a payload is handed over. A collection without rows
/// is a payload too.
/// </summary>
internal sealed class DatabaseTableSource(string name, TableSettings settings, RowReader reader, TableParts parts) : ISource
{
    private const int MostPayloads = 1000;
    private readonly TableSql _sql = parts.Sql;

    /// <inheritdoc/>
    public IAsyncEnumerable<FetchedPayload> FetchAsync(FetchWindow window, CancellationToken ct)
    {
        bool part = window.FromDate is not null || window.ToDate is not null || window.Subject is not null;
        return part ? FetchPartAsync(window, ct) : settings.Mode switch
        {
            TableMode.Changes => FetchChangesAsync(window, ct),
            TableMode.Snapshot => FetchSnapshotAsync(window, ct),
            TableMode.Mark => FetchPendingAsync(window, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <inheritdoc/>
    public async Task SettleAsync(SettledPayload payload, CancellationToken ct)
    {
        if (settings.Mode != TableMode.Mark)
        {
            return;
        }

        if (payload.Outcome == PayloadOutcome.Merged)
        {
            await parts.Marker.MarkAsync(await parts.Notes.ReadAsync(payload.Name, ct).ConfigureAwait(false), ct).ConfigureAwait(false);
        }

        parts.Notes.Remove(payload.Name);
    }

    /// <inheritdoc/>
    public async Task<SourceTrial?> TryAsync(CancellationToken ct)
    {
        var columns = await reader.ColumnsAsync(_sql.Shape(), ct).ConfigureAwait(false);
        object? rows = await reader.ValueAsync(new RowQuestion(_sql.Snapshot().Count!, []), ct).ConfigureAwait(false);
        return new SourceTrial(string.Create(CultureInfo.InvariantCulture, $"the table holds {rows} rows"), columns);
    }

    private async IAsyncEnumerable<FetchedPayload> FetchChangesAsync(FetchWindow window, [EnumeratorCancellation] CancellationToken ct)
    {
        var now = parts.Time.GetUtcNow();
        var stored = RowPlace.Read(window.From, now);
        if (Convert.ToInt64(await reader.ValueAsync(_sql.WithoutTime(), ct).ConfigureAwait(false), CultureInfo.InvariantCulture) is > 0 and var without)
        {
            Log.RowsWithoutTime(parts.Logger, name, without);
        }

        var question = _sql.Since(stored?.Since.Minus(settings.Read.Overlap));
        for (int i = 0; i < MostPayloads; i++)
        {
            await using var page = await reader.ReadAsync(question, keys: false, ct).ConfigureAwait(false);
            stored = page.Known is { } known ? Later(stored, known) : stored;
            yield return page.ToPayload(Title(now, i), stored?.ToCursor() ?? window.From);
            if (!page.More)
            {
                break;
            }

            question = _sql.After(page.Last!);
        }
    }

    private async IAsyncEnumerable<FetchedPayload> FetchSnapshotAsync(FetchWindow window, [EnumeratorCancellation] CancellationToken ct)
    {
        var now = parts.Time.GetUtcNow();
        await using var page = await reader.ReadAsync(_sql.Snapshot(), keys: false, ct).ConfigureAwait(false);
        if (page.Rows != page.Declared)
        {
            throw new ConnectorException(FailureKind.Transient, "the snapshot has not as many rows as the table: collected again by the next run");
        }

        yield return page.ToPayload(Title(now, 0), window.From);
    }

    private async IAsyncEnumerable<FetchedPayload> FetchPendingAsync(FetchWindow window, [EnumeratorCancellation] CancellationToken ct)
    {
        var now = parts.Time.GetUtcNow();
        KeyValue? after = null;
        for (int i = 0; i < MostPayloads; i++)
        {
            await using var page = await reader.ReadAsync(_sql.Pending(after), keys: true, ct).ConfigureAwait(false);
            await parts.Notes.WriteAsync(Title(now, i), page.Keys, now, ct).ConfigureAwait(false);
            yield return page.ToPayload(Title(now, i), window.From);
            if (!page.More)
            {
                break;
            }

            after = page.Keys[^1].Id;
        }
    }

    /// <summary>A window or one subject: never moves the cursor and marks nothing.</summary>
    private async IAsyncEnumerable<FetchedPayload> FetchPartAsync(FetchWindow window, [EnumeratorCancellation] CancellationToken ct)
    {
        var question = window.Subject is { } subject
            ? settings.Subject is null ? throw Lacks("subject", "subjectColumn") : _sql.OfSubject(subject)
            : settings.Read.Time is null ? throw Lacks("window", "time") : await WindowAsync(window, ct).ConfigureAwait(false);
        await using var page = await reader.ReadAsync(question, keys: false, ct).ConfigureAwait(false);
        if (page.More)
        {
            throw new ConnectorException(FailureKind.Config, "the window has more rows than maxRowsPerPayload: ask for fewer days");
        }

        yield return page.ToPayload(Title(parts.Time.GetUtcNow(), 0), window.From);
    }

    /// <summary>Days as values of the time column's own type; the end is the first moment that is not in the window.</summary>
    private async Task<RowQuestion> WindowAsync(FetchWindow window, CancellationToken ct)
    {
        object? sample = await reader.ValueAsync(_sql.FirstTime(), ct).ConfigureAwait(false);
        var from = window.FromDate ?? new DateOnly(1900, 1, 1);
        var before = (window.ToDate ?? new DateOnly(9000, 1, 1)).AddDays(1);
        return sample switch
        {
            DateOnly => _sql.Window(from, before),
            DateTime { Kind: DateTimeKind.Utc } => _sql.Window(Utc(from), Utc(before)),
            null or DateTime => _sql.Window(from.ToDateTime(TimeOnly.MinValue), before.ToDateTime(TimeOnly.MinValue)),
            string text when text.Contains('-', StringComparison.Ordinal) => _sql.Window(Day(from, "yyyy-MM-dd"), Day(before, "yyyy-MM-dd")),
            string text when text.All(char.IsAsciiDigit) => _sql.Window(Day(from, "yyyyMMdd"), Day(before, "yyyyMMdd")),
            _ => throw new ConnectorException(FailureKind.Config, "the column time holds no times that a window could be asked by"),
        };
    }

    /// <summary>The cursor never goes back.</summary>
    private static RowPlace Later(RowPlace? stored, RowPlace known) => stored is not null && Compare(stored.Since, known.Since) > 0 ? stored : known;

    private static int Compare(KeyValue left, KeyValue right) => (left.ToValue(), right.ToValue()) switch
    {
        (string a, string b) => string.CompareOrdinal(a, b),
        (IComparable a, { } b) when a.GetType() == b.GetType() => a.CompareTo(b),
        _ => 0,
    };

    private static string Day(DateOnly day, string format) => day.ToString(format, CultureInfo.InvariantCulture);

    private static DateTime Utc(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8)).UtcDateTime;

    private string Title(DateTimeOffset now, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}-{now.ToOffset(TimeSpan.FromHours(8)):yyyyMMdd'T'HHmmssfff}-{number:000}.json");

    private ConnectorException Lacks(string what, string key) => new(FailureKind.Config, $"{name} has no {what}: its source settings lack \"{key}\"");
}
