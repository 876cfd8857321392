using System.Security.Cryptography;
using System.Text;
using CreditHub.Pipelines.Store;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Runs;

/// <summary>
/// Append-only and tamper-evident: every entry carries the hash of the one before. Hash: lower-case hex SHA-256 of prev_hash,
/// seq, at (UTC, milliseconds), actor, role, action, object, outcome and detail, each followed by U+001F. Guarantee: the entry is
/// committed when the call returns; entries have no gaps in seq.
/// </summary>
public sealed class AuditTrail(NpgsqlDataSource database)
{
    private const int LongestText = 500;

    /// <summary>Writes one entry. Errors: those of Npgsql; a caller whose entry cannot be written must not act.</summary>
    public async Task WriteAsync(AuditEntry entry, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(AuditSql.Lock, transaction: transaction, cancellationToken: ct));
        var last = await connection.QuerySingleAsync<LastEntry>(new CommandDefinition(AuditSql.Last, transaction: transaction, cancellationToken: ct));
        var next = new ChainedEntry(
            last.Seq + 1, last.At, Cut(entry.Actor), Cut(entry.Role), Cut(entry.Action), Cut(entry.Object), Cut(entry.Outcome), Cut(entry.Detail), last.Hash, "");
        await connection.ExecuteAsync(
            new CommandDefinition(AuditSql.Insert, next with { Hash = HashOf(next) }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
    }

    /// <summary>Walks the whole chain. Null when it is whole, else the first seq that does not fit.</summary>
    public async Task<long?> FirstBrokenAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        string hash = "";
        long seq = 0;
        await foreach (var entry in connection.QueryUnbufferedAsync<ChainedEntry>(AuditSql.Chain).WithCancellation(ct))
        {
            if (entry.Seq != seq + 1 || entry.PrevHash != hash || entry.Hash != HashOf(entry))
            {
                return entry.Seq;
            }

            (seq, hash) = (entry.Seq, entry.Hash);
        }

        return null;
    }

    private static string HashOf(ChainedEntry e)
    {
        string seq = e.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] parts = [e.PrevHash, seq, e.At, e.Actor, e.Role, e.Action, e.Object, e.Outcome, e.Detail];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Select(p => p + '\u001f')))));
    }

    // PostgreSQL refuses U+0000; a pair of surrogates must not be cut apart.
    private static string Cut(string text)
    {
        text = text.Replace('\0', ' ');
        int length = Math.Min(text.Length, LongestText);
        return text[..(length > 0 && length < text.Length && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    private sealed record LastEntry(long Seq, string Hash, string At);

    private sealed record ChainedEntry(
        long Seq, string At, string Actor, string Role, string Action, string Object, string Outcome, string Detail, string PrevHash, string Hash);
}
