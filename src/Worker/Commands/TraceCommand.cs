using System.CommandLine;
using CreditHub.Pipelines.Previews;
using CreditHub.Pipelines.Reports;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands;

/// <summary><c>trace</c>: the life of a record.</summary>
internal static class TraceCommand
{
    private static readonly Option<string?> Dataset = new("--dataset") { Description = "dataset code, with --key" };
    private static readonly Option<string[]> Key = new("--key") { Description = "values of the natural key in catalog order, separated by |", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Uscc = new("--uscc") { Description = "unified social credit code of the subject, now or before, or any other number of it" };
    private static readonly Option<string?> Receipt = new("--receipt") { Description = "receipt number of a platform" };
    private static readonly Option<string?> Record = new("--record") { Description = "record id, 64 hex digits" };

    public static Command Create(CommandLine line) =>
        line.Command("trace", "the life of a record: payload, line, run, versions, deliveries, receipts", RunAsync, Dataset, Key, Uscc, Receipt, Record);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        string?[] ways = [words.GetValue(Dataset), words.GetValue(Uscc), words.GetValue(Receipt), words.GetValue(Record)];
        string[] key = [.. (words.GetValue(Key) ?? []).SelectMany(k => k.Split('|', StringSplitOptions.TrimEntries))];
        if (ways.Count(w => w is not null) != 1 || (words.GetValue(Dataset) is not null) != (key.Length > 0))
        {
            output.Note("Choose one: --dataset D --key 'A|B|C', --uscc CODE, --receipt NO, --record ID.");
            return ExitCode.Wrong;
        }

        await using var session = await HubSession.OpenAsync(output.Note, ct);
        var report = session.Get<TraceReport>();
        string? id = words.GetValue(Record)?.ToLowerInvariant() ?? (words.GetValue(Dataset) is { } dataset ? report.RecordId(dataset, key) : null);
        var records = await report.ReadAsync(new TraceQuery(id, words.GetValue(Uscc)?.ToUpperInvariant(), words.GetValue(Receipt)), ct);
        records = await session.Get<RowReplay>().ExplainAsync(records, ct);
        output.Document(records);
        if (records.Count == 0)
        {
            output.Note("Nothing in the books matches. Key values are those of the catalog's naturalKey, as normalised.");
            return ExitCode.Failed;
        }

        foreach (var record in records)
        {
            Show(output, record);
        }

        return ExitCode.Done;
    }

    private static void Show(CommandOutput output, TracedRecord record)
    {
        output.Line($"Record {record.RecordId}");
        foreach (var version in record.Versions)
        {
            output.Line($"  version {version.Version} {version.Operation} {version.Dataset} ({version.Edition}) {version.Disclosure}, stored {Times.LocalSeconds(version.StoredAt)}{Part("reason", version.Reason)}{Part("by", version.Author)}");
            output.Line($"    from {version.Payload} {version.Location} (record {version.Line}), received {Times.LocalSeconds(version.ReceivedAt)}, sha256 {version.PayloadSha256}");
            output.Line($"    run {version.RunId} of {version.Connector}{Part("decided on", version.DecidedOn?.ToString("yyyy-MM-dd"))}{Part("due on", version.DueOn?.ToString("yyyy-MM-dd"))}, content {version.ContentHash[..16]}…");
            foreach (var (field, value) in version.Content)
            {
                output.Line($"      {field} = {value}");
            }

            if (version.Repairs.Count > 0)
            {
                output.Line($"    changed when it was made: {string.Join(", ", version.Repairs)}");
            }

            ShowMaking(output, version);
            foreach (var delivery in record.Deliveries.Where(d => d.Version == version.Version))
            {
                output.Line($"    {delivery.Platform}: {delivery.State}{Part("because", delivery.Reason)}{Part("packet", delivery.PacketId?.ToString())}{Part("attempts", delivery.Attempts > 0 ? $"{delivery.Attempts}" : null)}{Part("sent", Times.LocalSeconds(delivery.FirstSentAt))}{Part("settled", Times.LocalSeconds(delivery.SettledAt))}{Part("receipt", delivery.ReceiptNo)}{Part("code", delivery.Code)}{Part("field", delivery.Field)}{Part("says", delivery.Message)}");
            }
        }

        foreach (var placement in record.Placements)
        {
            output.Line($"  {placement.Platform} holds version {placement.Version} as {placement.State} since {Times.LocalSeconds(placement.Since)}");
        }
    }

    private static void ShowMaking(CommandOutput output, TracedVersion version)
    {
        if (version.Publication is { } term)
        {
            output.Line($"    {PreviewCommand.Words(term)}");
        }

        if (version.Making is not { } making)
        {
            return;
        }

        output.Line(making.Remark is { } remark ? $"    not made again: {remark}"
            : $"    made again from the payload: {(making.Identical == true ? "the same content" : "other content, the configuration has changed since")}");
        foreach (var field in making.Fields.Where(f => f.ChangedBy.Length > 0))
        {
            output.Line($"      {field.Code} came as '{field.Raw}', changed by {field.ChangedBy}");
        }
    }

    private static string Part(string name, string? value) => string.IsNullOrEmpty(value) ? "" : $", {name} {value}";
}
