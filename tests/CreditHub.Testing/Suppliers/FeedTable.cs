using System.Text.Json;
using System.Text.RegularExpressions;
using CreditHub.Testing.Truth;
using Npgsql;
using NpgsqlTypes;

namespace CreditHub.Testing.Suppliers;

/// <summary>A feed as a table of the supplier's own database: the one its connector names, or those its query reads.</summary>
public static partial class FeedTable
{
    private const string Pending = "0";

    /// <summary>Makes the table anew and fills it in the order of the truth. Every value is a text; id and time stamp are what the connector needs.</summary>
    public static async Task FillAsync(FeedLayout layout, FeedTruth truth, NpgsqlDataSource database, CancellationToken ct = default)
    {
        var source = layout.Connector.GetProperty("source");
        string? flag = source.TryGetProperty("mark", out var mark) ? mark.GetProperty("column").GetString() : null;
        if (layout.Kind != "DatabaseQuery")
        {
            await MakeAsync(database, source, source.GetProperty("table").GetString()!, layout.Headers, flag, truth.Rows, layout.Line, ct);
            return;
        }

        string sql = await File.ReadAllTextAsync(Path.Combine(layout.ConfigDirectory, "queries", source.GetProperty("query").GetString()!), ct);
        var join = DictionaryJoin().Match(sql);
        int coded = layout.Headers.ToList().IndexOf(DictionaryColumn().Match(sql).Groups[1].Value);
        var words = truth.Rows.Select(row => layout.Line(row)[coded]).Distinct().ToList();
        string[] columns = [.. layout.Headers.Where((_, i) => i != coded), join.Groups["link"].Value];
        await MakeAsync(database, source, MainTable().Match(sql).Groups[1].Value, columns, null, truth.Rows,
            row => [.. layout.Line(row).Where((_, i) => i != coded), Code(words, layout.Line(row)[coded])], ct);
        await MakeDictionaryAsync(database, join.Groups["table"].Value, words, ct);
    }

    [GeneratedRegex(@"\bfrom (\S+) x\b")]
    private static partial Regex MainTable();

    [GeneratedRegex(@"\bjoin (?<table>\S+) d on d\.dm = x\.(?<link>\w+)")]
    private static partial Regex DictionaryJoin();

    [GeneratedRegex(@"\bd\.mc as (\w+)")]
    private static partial Regex DictionaryColumn();

    private static string Code(List<string> words, string word) => (words.IndexOf(word) + 1).ToString("D2", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task MakeAsync(
        NpgsqlDataSource database, JsonElement source, string table, IReadOnlyList<string> columns, string? flag, IReadOnlyList<TruthRow> rows,
        Func<TruthRow, IReadOnlyList<string>> line, CancellationToken ct)
    {
        string? time = source.TryGetProperty("time", out var stamp) ? stamp.GetString() : null;
        string[] more = [.. flag is null ? (string[])[] : [flag], .. time is null ? (string[])[] : [time]];
        string all = string.Join(", ", columns.Concat(more).Prepend(source.GetProperty("id").GetString()!).Select(Quoted));
        string types = string.Join(", ", columns.Concat(flag is null ? [] : [flag]).Select(c => Quoted(c) + " text"));
        await RunAsync(database, $"""
            create schema if not exists {table.Split('.')[0]}; drop table if exists {table};
            create table {table} ({Quoted(source.GetProperty("id").GetString()!)} bigint primary key, {types}{(time is null ? "" : $", {Quoted(time)} timestamp not null")})
            """, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var copy = await connection.BeginBinaryImportAsync($"copy {table} ({all}) from stdin (format binary)", ct);
        for (int i = 0; i < rows.Count; i++)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(i + 1L, ct);
            foreach (string text in line(rows[i]).Concat(flag is null ? [] : [Pending]))
            {
                await copy.WriteAsync(text, ct);
            }

            if (time is not null)
            {
                await copy.WriteAsync(DateTime.SpecifyKind(rows[i].UpdatedAt.ToOffset(TimeSpan.FromHours(8)).DateTime, DateTimeKind.Unspecified), NpgsqlDbType.Timestamp, ct);
            }
        }

        await copy.CompleteAsync(ct);
    }

    private static async Task MakeDictionaryAsync(NpgsqlDataSource database, string table, List<string> words, CancellationToken ct)
    {
        await RunAsync(database, $"drop table if exists {table}; create table {table} (dm text primary key, mc text not null)", ct);
        await using var insert = database.CreateCommand($"insert into {table} select lpad(n::text, 2, '0'), word from unnest($1::text[]) with ordinality w (word, n)");
        insert.Parameters.AddWithValue(words);
        await insert.ExecuteNonQueryAsync(ct);
    }

    private static async Task RunAsync(NpgsqlDataSource database, string sql, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Quoted(string name) => $"\"{name}\"";
}
