using System.CommandLine;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Reports;
using CreditHub.Pipelines.Runs;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands;

/// <summary><c>withdraw</c>, <c>hold</c>, <c>release</c>: a person acts on records. Every act is in the books with its author and reason, and audited before it is done.</summary>
internal static class ActCommands
{
    private static readonly Option<string?> Dataset = new("--dataset") { Description = "dataset code; with --key one record, with --uscc that subject's records of the dataset" };
    private static readonly Option<string[]> Key = new("--key") { Description = "values of the natural key in catalog order, separated by |", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Uscc = new("--uscc") { Description = "unified social credit code of the subject" };
    private static readonly Option<string[]> Record = new("--record") { Description = "record id, 64 hex digits; may be given several times" };
    private static readonly Option<string?> Reason = Reasons();
    private static readonly Option<string> Author = new("--author") { Description = "who answers for it; default: the account", DefaultValueFactory = _ => Environment.UserName };
    private static readonly Option<string?> Document = new("--document") { Description = "number of the decision it rests on" };
    private static readonly Option<string?> Note = new("--note") { Description = "remark for the books; no personal data" };
    private static readonly Option<bool> Preview = new("--preview") { Description = "only show which records and platforms it concerns" };
    private static readonly Option<bool> All = new("--all") { Description = "do it to all records found, not only to a single one" };

    public static IEnumerable<Command> Create(CommandLine line) =>
    [
        Create(line, "withdraw", "take records back from every platform that holds them; they stay away until a release or a new act"),
        Create(line, "hold", "take records back while a dispute is settled"),
        Create(line, "release", "end what keeps records away; their newest content is published again"),
    ];

    private static Command Create(CommandLine line, string action, string description) => line.Command(
        action, description, (words, output, ct) => RunAsync(action, words, output, ct),
        Dataset, Key, Uscc, Record, Reason, Author, Document, Note, Preview, All);

    private static Option<string?> Reasons()
    {
        var reason = new Option<string?>("--reason") { Description = "REPAIR, OBJECTION, EXPIRED, REVOKED, DELETED or EXEMPT; default for hold: OBJECTION, for release: whatever holds the record" };
        reason.AcceptOnlyFromAmong([.. ConfigWords.WithdrawReasons]);
        return reason;
    }

    private static async Task<int> RunAsync(string action, ParseResult words, CommandOutput output, CancellationToken ct)
    {
        string? reason = words.GetValue(Reason) ?? (action == "hold" ? "OBJECTION" : null);
        if (Problem(action, reason, words) is { } problem)
        {
            output.Note(problem);
            return ExitCode.Wrong;
        }

        await using var session = await HubSession.OpenAsync(output.Note, ct);
        var desk = session.Get<ActDesk>();
        var targets = await desk.LookAsync(await FindAsync(session, words, ct), ct);
        Show(output, targets);
        if (targets.Count == 0)
        {
            output.Note("Nothing in the books matches. Key values are those of the catalog's naturalKey, as normalised.");
            return ExitCode.Failed;
        }

        if (words.GetValue(Preview) || (targets.Count > 1 && !words.GetValue(All)))
        {
            output.Document(new { action, reason, targets });
            output.Note(words.GetValue(Preview) ? "Only shown; nothing was done." : $"{targets.Count} records match; nothing was done. Name one by --record, or add --all.");
            return words.GetValue(Preview) ? ExitCode.Done : ExitCode.Wrong;
        }

        var request = new ActRequest(
            action, reason, [.. targets.Select(t => t.RecordId)], words.GetRequiredValue(Author), words.GetValue(Document), words.GetValue(Note));
        await AuditAsync(session, request, ct);
        var outcome = (await desk.DoAsync(request, ct))!;
        output.Document(new { action, reason, targets, outcome });
        output.Line($"{outcome.Withdrawn} withdrawn, {outcome.Published} published again, {outcome.Unchanged} as they were (run {outcome.RunId}). Platforms are told next; see: credithub withdrawals");
        return ExitCode.Done;
    }

    private static string? Problem(string action, string? reason, ParseResult words)
    {
        bool byKey = words.GetValue(Key) is { Length: > 0 };
        int ways = (byKey ? 1 : 0) + (words.GetValue(Uscc) is null ? 0 : 1) + (words.GetValue(Record) is { Length: > 0 } ? 1 : 0);
        return ways != 1 || (byKey && words.GetValue(Dataset) is null)
            ? "Choose one: --dataset D --key 'A|B|C', --uscc CODE [--dataset D], --record ID."
            : action == "withdraw" && reason is null ? "Say why: --reason REPAIR, OBJECTION, EXPIRED, REVOKED, DELETED or EXEMPT."
            : string.IsNullOrWhiteSpace(words.GetValue(Author)) ? "Say who answers for it: --author NAME."
            : null;
    }

    private static async Task<IReadOnlyList<string>> FindAsync(HubSession session, ParseResult words, CancellationToken ct)
    {
        string? dataset = words.GetValue(Dataset);
        if (words.GetValue(Key) is { Length: > 0 } key)
        {
            return [session.Get<TraceReport>().RecordId(dataset!, key.SelectMany(k => k.Split('|', StringSplitOptions.TrimEntries)))];
        }

        return words.GetValue(Uscc) is { } code
            ? await session.Get<ActDesk>().RecordsOfAsync(code.ToUpperInvariant(), dataset, ct)
            : [.. words.GetValue(Record)!.Select(id => id.ToLowerInvariant())];
    }

    private static void Show(CommandOutput output, IReadOnlyList<ActTarget> targets) => output.Table(
        ["record", "dataset", "version", "stands", "held by", "waits for"],
        targets.Select(t => (IReadOnlyList<string>)[t.RecordId, t.Dataset, $"{t.Version}", t.Standing, string.Join(' ', t.Holding), string.Join(' ', t.Waiting)]));

    // Written before the effect: what cannot be recorded is not done.
    private static Task AuditAsync(HubSession session, ActRequest request, CancellationToken ct) => session.Get<AuditTrail>().WriteAsync(
        new AuditEntry($"command line:{Environment.UserName}", "admin", request.Action, request.RecordIds.Count == 1 ? request.RecordIds[0] : $"{request.RecordIds.Count} records",
            "asked", $"reason {request.Reason ?? "any"}, author {request.Author}, document {request.Document}"), ct);
}
