using System.Security.Cryptography;
using System.Text.Json;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store.Effects;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Effects;

/// <summary>Puts acts of the hub itself into the books as a run with a payload: what was asked, by whom, with its digest. Within the caller's open transaction.</summary>
internal sealed class RunOpening(NpgsqlConnection connection, string configDigest, TimeProvider time)
{
    public async Task<ActOrigin> OpenAsync(string connector, string actor, string name, object asked, long recordNo, CancellationToken ct)
    {
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(asked);
        var now = time.GetUtcNow();
        var (run, payload) = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition(DeskSql.Open, new
        {
            connector, actor, digest = configDigest, recordNo, name, sha256 = Convert.ToHexStringLower(SHA256.HashData(text)),
            bytes = (long)text.Length, now, today = Beijing.DayOf(now),
        }, cancellationToken: ct));
        return new ActOrigin(run, payload);
    }
}
