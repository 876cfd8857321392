using System.Globalization;
using System.Text;
using CreditHub.Pipelines.Model;
using Npgsql;

namespace CreditHub.Pipelines.Store.Queue;

/// <summary>
/// Content and identity of versions, in the order of the rows given. Numbers given out together lie together: then one range of each index is read
/// instead of one look-up a row.
/// </summary>
internal static class OwedReader
{
    private const int ContentBytes = 1024;
    private const int IdentityBytes = 96;
    private const int MostBytes = 4 << 20;

    public static async Task<List<OutboxItem>> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<OwedRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        await SqlPlans.ByKeyAsync(connection, transaction, ct);
        var items = new List<OutboxItem>(rows.Count);
        var byVersion = new (long Key, OutboxItem Item)[rows.Count];
        var byRecord = new (long Key, OutboxItem Item)[rows.Count];
        for (int i = 0; i < rows.Count; i++)
        {
            var item = new OutboxItem(rows[i]);
            items.Add(item);
            byVersion[i] = (item.VersionNo, item);
            byRecord[i] = (item.RecordNo, item);
        }

        await ReadContentsAsync(connection, Sorted(byVersion), ct);
        await ReadIdentitiesAsync(connection, Sorted(byRecord), ct);
        return items;
    }

    private static async Task ReadContentsAsync(NpgsqlConnection connection, (long Key, OutboxItem Item)[] wanted, CancellationToken ct)
    {
        var reader = await CopyReader.ReadAsync(connection, Keyed("select version_no, run_id, reason, content from hub.record_version", "version_no", wanted),
            Math.Min(wanted.Length * ContentBytes, MostBytes), ct);
        var block = new ContentBlock(reader);
        block.Hold();
        int next = 0;
        while (reader.Next())
        {
            long key = reader.Long();
            long run = reader.Long();
            var reason = reader.Field();
            var content = reader.Field();
            for (; next < wanted.Length && wanted[next].Key == key; next++)
            {
                wanted[next].Item.SetContent(run, reason.IsEmpty ? null : Encoding.UTF8.GetString(reason.Span), content, block);
            }
        }

        block.Release();
        Check(next, wanted.Length);
    }

    private static async Task ReadIdentitiesAsync(NpgsqlConnection connection, (long Key, OutboxItem Item)[] wanted, CancellationToken ct)
    {
        using var reader = await CopyReader.ReadAsync(connection, Keyed("select record_no, record_id, version_no from hub.head", "record_no", wanted),
            Math.Min((1 + wanted.Length) * IdentityBytes, MostBytes), ct);
        int next = 0;
        while (reader.Next())
        {
            long key = reader.Long();
            var id = Id(reader.Field().Span);
            long newest = reader.Long();
            for (; next < wanted.Length && wanted[next].Key == key; next++)
            {
                wanted[next].Item.SetIdentity(id, newest);
            }
        }

        Check(next, wanted.Length);
    }

    /// <summary>64 hex digits.</summary>
    private static RecordId Id(ReadOnlySpan<byte> hex)
    {
        Span<byte> bytes = stackalloc byte[32];
        return Convert.FromHexString(hex, bytes, out _, out int written) == System.Buffers.OperationStatus.Done && written == 32
            ? new RecordId(bytes)
            : throw new FormatException("A record id has 64 hex digits.");
    }

    /// <summary>Only numbers of our own go into the text.</summary>
    private static string Keyed(string select, string key, (long Key, OutboxItem Item)[] wanted)
    {
        var form = CultureInfo.InvariantCulture;
        long first = wanted[0].Key;
        long last = wanted[^1].Key;
        string which = last - first < 2L * wanted.Length
            ? string.Create(form, $"{key} between {first} and {last}")
            : $"{key} = any('{{{string.Join(',', wanted.Select(w => w.Key.ToString(form)).Distinct())}}}')";
        return $"{select} where {which} order by {key}";
    }

    private static (long Key, OutboxItem Item)[] Sorted((long Key, OutboxItem Item)[] wanted)
    {
        for (int i = 1; i < wanted.Length; i++)
        {
            if (wanted[i].Key < wanted[i - 1].Key)
            {
                Array.Sort(wanted, (a, b) => a.Key.CompareTo(b.Key));
                break;
            }
        }

        return wanted;
    }

    private static void Check(int found, int wanted)
    {
        if (found != wanted)
        {
            throw new InvalidOperationException("A version that is owed is not in the books.");
        }
    }
}
