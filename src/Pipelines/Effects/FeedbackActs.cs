using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Reports;
using CreditHub.Pipelines.Store.Effects;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Effects;

/// <summary>
/// Repairs (withdrawn everywhere) and objections (marked as the dataset says, else held) that platforms told become acts: author is the platform, document the
/// feedback's id. An act and the note that its feedback has become one are one transaction: whoever dies between reading and acting is succeeded by the next
/// look, and each takes effect once whoever looks.
/// </summary>
internal sealed class FeedbackActs(NpgsqlDataSource database, EffectWork effects, TimeProvider time)
{
    /// <summary>The name under which its runs stand in the books.</summary>
    public const string Connector = "feedback";

    private const int Part = 500;

    /// <summary>Of one platform, or (null) of all. Returns the feedback that became acts, and the records that changed. Errors: those of Npgsql.</summary>
    public async Task<(int Acted, int Withdrawn, int Published)> RunAsync(short? platformNo, CancellationToken ct)
    {
        short[] platforms;
        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            platforms = [.. await connection.QueryAsync<short>(new CommandDefinition(FeedbackActSql.Platforms, new { platformNo }, cancellationToken: ct))];
        }

        var (acted, withdrawn, published) = (0, 0, 0);
        foreach (short platform in platforms)
        {
            int taken;
            do
            {
                (taken, var changed) = await ConflictRetry.RunAsync(() => PartAsync(platform, ct), time, ct);
                (acted, withdrawn, published) = (acted + taken, withdrawn + changed.Withdrawn, published + changed.Published);
            }
            while (taken == Part);
        }

        return (acted, withdrawn, published);
    }

    /// <summary>Findings of a platform that wait for their record or for a person.</summary>
    public async Task<long> WaitingAsync(short platformNo, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(FeedbackActSql.Waiting, new { platformNo }, cancellationToken: ct));
    }

    private async Task<(int Taken, (int Withdrawn, int Published) Changed)> PartAsync(short platformNo, CancellationToken ct)
    {
        var book = await effects.BookAsync(ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("set local lock_timeout = '5s'", cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(FeedbackActSql.CloseDecided, new { platformNo }, cancellationToken: ct));
        var told = (await connection.QueryAsync<ToldAct>(new CommandDefinition(FeedbackActSql.Take, new { platformNo, limit = Part }, cancellationToken: ct))).AsList();
        var changed = told.Count == 0 ? default : await ActAsync(book, connection, platformNo, told, ct);
        await connection.ExecuteAsync(new CommandDefinition(FeedbackActSql.Explain, new { platformNo }, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return (told.Count, changed);
    }

    private async Task<(int Withdrawn, int Published)> ActAsync(EffectBook book, NpgsqlConnection connection, short platformNo, List<ToldAct> told, CancellationToken ct)
    {
        var words = await new PlatformWords(database, book.Snapshot).ShownAsync(told.ConvertAll(t => new PlatformWord(t.RecordId, t.Code, t.Field, t.Message)), ct);
        told = [.. told.Zip(words, (t, word) => t with { Code = word.Code, Field = word.Field, Message = word.Text })];
        var asked = told.Select(t => new { t.FeedbackId, t.Kind, t.RecordNo });
        var origin = await new RunOpening(connection, book.Snapshot.Digest, time).OpenAsync(Connector, told[0].Platform, "feedback", asked, told[0].RecordNo, ct);
        var (acts, touched) = await new ActBooks(connection).WriteAsync([.. told.Select(Act)], origin, ct);
        string[] ids = [.. told.Select(t => t.FeedbackId)];
        await connection.ExecuteAsync(new CommandDefinition(FeedbackActSql.Close, new { platformNo, ids, acts, codes = told.Select(t => t.Code).ToArray(), fields = told.Select(t => t.Field).ToArray(), messages = told.Select(t => t.Message).ToArray() }, cancellationToken: ct));
        return await new Reassessment(book, connection, Beijing.DayOf(time.GetUtcNow())).RunAsync(touched, origin, ct);
    }

    private static ActRow Act(ToldAct told)
    {
        string words = string.Join(' ', ((string?[])[told.Code, told.Field, told.Message]).OfType<string>());
        return new ActRow
        {
            Action = told.Kind == "REPAIR" ? "withdraw" : "mark", Reason = told.Kind, Author = told.Platform, Document = told.FeedbackId,
            Note = words.Length > 0 ? words : null, RecordNo = told.RecordNo,
        };
    }
}
