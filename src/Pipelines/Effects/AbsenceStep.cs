using System.Globalization;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Effects;
using Npgsql;

namespace CreditHub.Pipelines.Effects;

/// <summary>
/// What a whole snapshot no longer brings is gone at the supplier. The caller has proved the snapshot complete; this step refuses to act where a row
/// could not be recognised, where nothing came, and where more would go than the limits allow. One transaction; done twice it changes nothing.
/// </summary>
internal sealed class AbsenceStep(NpgsqlDataSource database, EffectWork effects, TimeProvider time)
{
    /// <summary>Withdraws, or returns in Chinese why nothing was withdrawn; null when all is as it should be.</summary>
    public async Task<string?> RunAsync(ConnectorDefinition connector, ActOrigin origin, RecordSpool spool, int payloads, Lease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.FenceAsync(connection, transaction, ct);
        var books = new AbsenceBooks(connection);
        var (present, unknown) = await FillAsync(books, spool, payloads, ct);
        if (present == 0 || unknown > 0)
        {
            return present == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"有{unknown}条拒收记录缺少主键，无法判断哪些记录已被删除，本次未撤下任何记录");
        }

        var (held, gone) = await books.GoneAsync(connector.Name, connector.Limits.WithdrawCount + 1, ct);
        if (WithdrawGuard.Exceeds(gone.Count, held, connector.Limits.WithdrawCount, connector.Limits.WithdrawShare))
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"快照比在库的{held}条至少少{gone.Count}条，超过上限（{connector.Limits.WithdrawCount}条或{connector.Limits.WithdrawShare:P0}），未撤下任何记录。请向报送方核实；确属删除的，调高接入配置的limits.maxWithdrawCount和maxWithdrawShare后重新采集");
        }

        if (gone.Count > 0)
        {
            var acts = new ActBooks(connection);
            await acts.WriteAsync([.. gone.Select(r => new ActRow { Action = "withdraw", Reason = "DELETED", RecordNo = r })], origin, ct);
            await new Reassessment(await effects.BookAsync(ct), connection, Beijing.DayOf(time.GetUtcNow())).RunAsync(gone, origin, ct);
        }

        await transaction.CommitAsync(ct);
        return null;
    }

    private static async Task<(long Present, long Unknown)> FillAsync(AbsenceBooks books, RecordSpool spool, int payloads, CancellationToken ct)
    {
        long unknown = 0;
        long present = await books.FillAsync(Ids(), ct);
        return (present, unknown);

        IEnumerable<RecordId> Ids()
        {
            var row = new SpooledRow();
            for (int place = 0; place < payloads; place++)
            {
                spool.Open(place);
                while (spool.TryRead(row))
                {
                    unknown += row is { Kind: RowKind.Rejected, Id: null } ? 1 : 0;
                    if (row.Id is { } id && row.Kind != RowKind.Deleted)
                    {
                        yield return id;
                    }
                }
            }
        }
    }
}
