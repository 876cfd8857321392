using System.CommandLine;
using CreditHub.Pipelines.Agreement;
using CreditHub.Pipelines.Reports;
using CreditHub.Pipelines.Runs;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands.Platforms;

/// <summary><c>resend</c>: sends once more what is settled. Without <c>--yes</c> it only says how much that would be.</summary>
internal static class ResendCommand
{
    private static readonly Option<string?> Platform = new("--platform") { Description = "the platform that is to hear it again" };
    private static readonly Option<string?> Record = new("--record") { Description = "record id, 64 hex digits" };
    private static readonly Option<string?> Dataset = new("--dataset") { Description = "dataset code; with --key one record of it" };
    private static readonly Option<string[]> Key = new("--key") { Description = "values of the natural key in catalog order, separated by |", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> From = new("--from") { Description = "versions stored on this day (YYYY-MM-DD) or later" };
    private static readonly Option<string?> To = new("--to") { Description = "versions stored on this day (YYYY-MM-DD) or earlier" };
    private static readonly Option<string?> State = new("--state") { Description = "only what ended accepted, refused or parked; excluded: what was kept back and may be sent now" };
    private static readonly Option<bool> All = new("--all") { Description = "everything the platform was ever sent: it lost its data" };
    private static readonly Option<string?> Reason = new("--reason") { Description = "why; kept in the books" };
    private static readonly Option<bool> Yes = new("--yes") { Description = "do it; without it only the number is told" };

    public static Command Create(CommandLine line) =>
        line.Command("resend", "send settled records to a platform once more", RunAsync, Platform, Record, Dataset, Key, From, To, State, All, Reason, Yes);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        string problem = Mistake(words) ?? "";
        var from = Days.Read(words.GetValue(From), ref problem);
        var to = Days.Read(words.GetValue(To), ref problem);
        if (problem.Length > 0)
        {
            output.Note(problem);
            return ExitCode.Wrong;
        }

        await using var session = await HubSession.OpenAsync(output.Note, ct);
        string platform = words.GetValue(Platform)!;
        var platforms = session.Config.Snapshot.Platforms;
        if (!platforms.ContainsKey(platform))
        {
            output.Note($"Unknown: {platform}. Platforms: {string.Join(", ", platforms.Keys.Order(StringComparer.Ordinal))}");
            return ExitCode.Wrong;
        }

        string[] key = [.. (words.GetValue(Key) ?? []).SelectMany(k => k.Split('|', StringSplitOptions.TrimEntries))];
        string? record = key.Length > 0 ? session.Get<TraceReport>().RecordId(words.GetValue(Dataset)!, key) : words.GetValue(Record)?.ToLowerInvariant();
        var selection = new ResendSelection(platform, record, words.GetValue(Dataset), from, to, words.GetValue(State));
        var counts = await session.Get<Resends>().PreviewAsync(selection, ct);
        long records = counts.Sum(c => c.Records);
        long sent = words.GetValue(Yes) && records > 0 ? await SendAsync(session, selection, words.GetValue(Reason) ?? "", ct) : 0;
        output.Document(new { platform, selection = selection.ToString(), records, sent, counts });
        output.Table(["dataset", "ended", "operation", "records"], counts.Select(c => (IReadOnlyList<string>)[c.Dataset, c.State, c.Operation, $"{c.Records:N0}"]));
        output.Line(sent > 0 ? $"{sent:N0} records wait for {platform} again; the service or `credithub deliver {platform}` sends them."
            : records == 0 ? "Nothing that was settled matches: what waits or was never sent is not sent once more, and what was withheld only with --state excluded, where it may be sent now."
            : $"{records:N0} records would be sent to {platform} once more. Say --yes to do it.");
        return records > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string? Mistake(ParseResult words)
    {
        bool one = words.GetValue(Record) is not null || words.GetValue(Key) is { Length: > 0 };
        bool some = words.GetValue(Dataset) is not null || words.GetValue(From) is not null || words.GetValue(To) is not null || words.GetValue(State) is not null;
        return words.GetValue(Platform) is null ? "Say which platform: --platform NAME."
            : words.GetValue(Key) is { Length: > 0 } && words.GetValue(Dataset) is null ? "--key needs --dataset."
            : words.GetValue(State) is not (null or "accepted" or "refused" or "parked" or "excluded") ? "--state is accepted, refused, parked or excluded."
            : words.GetValue(All) == (one || some) ? "Choose what: --record ID, --dataset D with --key 'A|B', --dataset D, --from/--to DAY, --state STATE; or --all alone."
            : null;
    }

    /// <summary>The audit entry stands before the effect: who cannot be written down does not act.</summary>
    private static async Task<long> SendAsync(HubSession session, ResendSelection selection, string reason, CancellationToken ct)
    {
        string actor = $"command line:{Environment.UserName}";
        var audit = session.Get<AuditTrail>();
        await audit.WriteAsync(new AuditEntry(actor, "admin", "resend", selection.Platform, "asked", selection.ToString()), ct);
        long sent = await session.Get<Resends>().SendAsync(selection, actor, reason, ct);
        await audit.WriteAsync(new AuditEntry(actor, "admin", "resend", selection.Platform, "done", $"{sent} records"), ct);
        return sent;
    }
}
