using System.CommandLine;
using CreditHub.Pipelines.Reports.Withdrawals;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands;

/// <summary><c>withdrawals</c>: which withdrawals are confirmed where, with their receipts, and which acts wait for a person.</summary>
internal static class WithdrawalsCommand
{
    private static readonly Option<string?> Record = new("--record") { Description = "of one record only (record id, 64 hex digits)" };
    private static readonly Option<bool> Open = new("--open") { Description = "only those that no receipt confirms" };

    public static Command Create(CommandLine line) =>
        line.Command("withdrawals", "withdrawals with their proof at every platform; acts whose record is not clear", RunAsync, Record, Open);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(output.Note, ct);
        var report = session.Get<WithdrawalReport>();
        var lines = await report.ReadAsync(words.GetValue(Record)?.ToLowerInvariant(), words.GetValue(Open), ct);
        var unclear = words.GetValue(Record) is null ? await report.UnclearAsync(ct) : [];
        output.Document(new { withdrawals = lines, unclear });
        output.Table(
            ["record", "dataset", "version", "reason", "by", "document", "stored", "platform", "state", "confirmed", "receipt", "clock"],
            lines.Select(l => (IReadOnlyList<string>)
            [
                l.RecordId[..12] + "…", l.Dataset, $"{l.Version}", l.Reason ?? "", l.Author ?? "", l.Document ?? "", Times.LocalSeconds(l.StoredAt), l.Platform ?? "(none held it)",
                l.State, Times.LocalSeconds(l.ConfirmedAt), l.ReceiptNo ?? l.Message ?? "", l.Clock,
            ]));
        foreach (var act in unclear)
        {
            output.Line(act.Platform is not null
                ? $"{act.Platform} told {act.Reason} ({act.Document}) about record {act.RecordId}: {act.Finding}"
                : $"Act {act.ActNo} ({act.Action}, {act.Reason}{(act.Document is null ? "" : $", {act.Document}")}) of run {act.RunId}, record {act.Line}: {act.Finding ?? $"waits for a record of {act.Dataset} that is not in the books yet"}");
        }

        return ExitCode.Done;
    }
}
