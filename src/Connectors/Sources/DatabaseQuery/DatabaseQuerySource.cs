using System.Globalization;
using System.Runtime.CompilerServices;
using CreditHub.Connectors.Databases.Reading;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Sources.DatabaseQuery;

/// <summary>Collects the answer of a query, page by page: each page asks for what comes after the last row of the one before.</summary>
internal sealed class DatabaseQuerySource(string name, QuerySettings settings, RowReader reader, TimeProvider time) : ISource
{
    private const int MostPayloads = 1000;

    /// <inheritdoc/>
    public async IAsyncEnumerable<FetchedPayload> FetchAsync(FetchWindow window, [EnumeratorCancellation] CancellationToken ct)
    {
        if (window.FromDate is not null || window.ToDate is not null || window.Subject is not null)
        {
            throw new ConnectorException(FailureKind.Config, "a query has no window and no subject: run without them");
        }

        var now = time.GetUtcNow();
        var stored = RowPlace.Read(window.From, now);
        var from = stored is null ? settings.Start : new RowPlace(stored.Since.Minus(settings.Read.Overlap), settings.Start.Id);
        for (int i = 0; i < MostPayloads; i++)
        {
            await using var page = await reader.ReadAsync(Question(from, settings.Read.MaxRows), keys: false, ct).ConfigureAwait(false);
            stored = page.Known ?? stored;
            string title = string.Create(CultureInfo.InvariantCulture, $"{name}-{now.ToOffset(TimeSpan.FromHours(8)):yyyyMMdd'T'HHmmssfff}-{i:000}.json");
            yield return page.ToPayload(title, stored?.ToCursor() ?? window.From);
            if (page.Rows < settings.Read.MaxRows)
            {
                break;
            }

            from = page.Last == from ? throw new ConnectorException(FailureKind.Config, "the query gives the same page twice: it must use @since and @sinceId, and order by both") : page.Last!;
        }
    }

    /// <inheritdoc/>
    public Task SettleAsync(SettledPayload payload, CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<SourceTrial?> TryAsync(CancellationToken ct)
    {
        var columns = await reader.ColumnsAsync(Question(settings.Start, 1), ct).ConfigureAwait(false);
        object? first = await reader.ValueAsync(Question(settings.Start, 1), ct).ConfigureAwait(false);
        return new SourceTrial(first is null ? "the query answers no rows" : "the query answers rows", columns);
    }

    private RowQuestion Question(RowPlace from, int limit) => new(settings.Text.Sql, [.. settings.Text.Parameters.Select(parameter => parameter switch
    {
        "since" => from.Since.ToValue()!,
        "sinceId" => from.Id.ToValue()!,
        _ => (object)limit,
    })]);
}
