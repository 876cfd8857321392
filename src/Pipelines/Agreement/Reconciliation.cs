using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Delivery;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Queue;
using Npgsql;

namespace CreditHub.Pipelines.Agreement;

/// <summary>
/// Compares what a platform holds with what its receipts say it holds, dataset by dataset, and explains every difference
/// (<c>evidence.reconciliation</c>, <c>evidence.difference</c>). What is published there though withdrawn here is withdrawn again at once; what is missing or
/// older there is sent again only where the platform's config says <c>"reconcile": "repair"</c>. Killed anywhere, the next one goes on from the last page.
/// </summary>
public sealed class Reconciliation
{
    private static readonly string[] s_serious = ["published_though_withdrawn"];
    private static readonly string[] s_repairable = ["published_though_withdrawn", "not_there", "older_there", "withdrawn_there"];

    private readonly NpgsqlDataSource _database;
    private readonly PlatformAccess _platforms;
    private readonly HubOptions _options;
    private readonly RelayTools _tools;

    internal Reconciliation(NpgsqlDataSource database, PlatformAccess platforms, HubOptions options, RelayTools tools)
    {
        _database = database;
        _platforms = platforms;
        _options = options;
        _tools = tools;
    }

    /// <summary>
    /// One comparison. Errors: <see cref="ConnectorException"/> of kind Config for a name that is not configured or is disabled; those of Npgsql. A platform that
    /// cannot be read is told in the summary.
    /// </summary>
    public async Task<ReconciliationSummary> RunAsync(string platform, string author, CancellationToken ct)
    {
        var definition = _platforms.Find(platform);
        if (_platforms.Open(definition) is not IHoldings holdings)
        {
            return Untold(platform, "该类平台不能查询其持有的记录");
        }

        await using var lease = await Lease.TryTakeAsync(_database, "reconcile:" + platform, _options.Holder, _tools.Time, ct);
        if (lease is null)
        {
            return Untold(platform, $"正在由 {await Lease.HolderAsync(_database, "reconcile:" + platform, ct)} 对账") with { IsElsewhere = true };
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, lease.Lost);
        short number = await _platforms.NumberAsync(definition, stop.Token);
        var books = new ReconciliationBooks(_database, lease, number);
        var reader = new PageReader(definition, number, _tools.Outbox, _tools.Time);
        return await CompareAsync(definition, holdings, books, reader, author, stop.Token);
    }

    private async Task<ReconciliationSummary> CompareAsync(
        PlatformDefinition definition, IHoldings holdings, ReconciliationBooks books, PageReader reader, string author, CancellationToken ct)
    {
        long no = await books.OpenAsync(author, ct);
        string message = "";
        foreach (string code in _platforms.Datasets(definition))
        {
            if (await books.BeginAsync(no, code, ct) is not { } after)
            {
                continue; // compared before an earlier process ended
            }

            string? fault = await ReadAsync(holdings, books, reader, no, code, after, ct);
            if (fault is null)
            {
                await books.CompareAsync(no, code, definition.RepairsDifferences ? s_repairable : s_serious, ct);
            }
            else
            {
                message = $"{code}: {fault}";
            }
        }

        await books.EndAsync(no, message, ct);
        var (datasets, serious, sent) = await books.ReadAsync(no, ct);
        if (serious > 0)
        {
            _tools.Logger.PublishedThoughWithdrawn(definition.Name, serious);
        }

        _tools.Logger.Reconciled(definition.Name, datasets.Sum(d => d.HeldThere), datasets.Sum(d => d.Differences), sent);
        return new ReconciliationSummary(definition.Name, no, datasets, serious, sent, message);
    }

    /// <summary>All pages of a dataset; null when they are in the books, else why not. A dataset the platform does not know holds nothing.</summary>
    private static async Task<string?> ReadAsync(
        IHoldings holdings, ReconciliationBooks books, PageReader reader, long no, string code, string after, CancellationToken ct)
    {
        while (true)
        {
            string from = after;
            var page = await reader.ReadAsync(() => holdings.ListHoldingsAsync(code, from, ct), ct);
            if (page.Fault is { } fault)
            {
                return fault is { Kind: AnswerKind.DatasetRefused, HttpStatus: 404 } && from.Length == 0 ? null : fault.OperatorMessage ?? fault.Kind.ToString();
            }

            if (page.Next is { } next && string.CompareOrdinal(next, from) <= 0)
            {
                return "the platform's pages do not move on: ask its operator";
            }

            after = page.Next ?? from;
            await books.AddPageAsync(no, code, page.Items, after, ct);
            if (page.Next is null)
            {
                return null;
            }
        }
    }

    private static ReconciliationSummary Untold(string platform, string message) => new(platform, 0, [], 0, 0, message);
}
