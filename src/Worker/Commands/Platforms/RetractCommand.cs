using System.CommandLine;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Runs;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands.Platforms;

/// <summary><c>retract</c>: what a stricter configuration would take back from platforms and is more than their limits allow. Without <c>--yes</c> it only says how much that is.</summary>
internal static class RetractCommand
{
    private static readonly Option<string?> Platform = new("--platform") { Description = "only at this platform" };
    private static readonly Option<string?> Dataset = new("--dataset") { Description = "only of this dataset, by its code" };
    private static readonly Option<string?> Reason = new("--reason") { Description = "why; kept in the audit" };
    private static readonly Option<bool> Yes = new("--yes") { Description = "take it back; needs --platform and --dataset" };

    public static Command Create(CommandLine line) =>
        line.Command("retract", "agree to what a stricter configuration takes back from a platform", RunAsync, Platform, Dataset, Reason, Yes);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        string? platform = words.GetValue(Platform), dataset = words.GetValue(Dataset);
        if (words.GetValue(Yes) && (platform is null || dataset is null))
        {
            output.Note("Say what: --platform NAME and --dataset CODE.");
            return ExitCode.Wrong;
        }

        await using var session = await HubSession.OpenAsync(output.Note, ct);
        var waiting = (await session.Get<RetractionDesk>().ReadAsync(ct)).Where(w => w.Platform == (platform ?? w.Platform) && w.Dataset == (dataset ?? w.Dataset)).ToList();
        long records = waiting.Sum(w => w.Withdrawn + w.Replaced);
        long confirmed = words.GetValue(Yes) && records > 0 ? await ConfirmAsync(session, platform!, dataset!, records, words.GetValue(Reason) ?? "", ct) : 0;
        output.Document(new { waiting, records, confirmed });
        output.Table(
            ["platform", "dataset", "edition", "since", "withdrawn there", "published with less", "held there", "agreed"],
            waiting.Select(w => (IReadOnlyList<string>)
                [w.Platform, w.Dataset, w.Edition, Times.Local(w.Since), $"{w.Withdrawn:N0}", $"{w.Replaced:N0}", $"{w.HeldThere:N0}", w.Confirmed || confirmed > 0 ? "yes" : "no"]));
        output.Line(confirmed > 0 ? $"{confirmed:N0} records will be taken back from {platform}; its sender begins within seconds."
            : confirmed < 0 ? "Other records wait now than were shown; nothing was agreed to. Look again."
            : records == 0 ? "Nothing waits."
            : "Nothing is taken back until you agree: --platform NAME --dataset CODE --yes. If the configuration is wrong, correct it: nothing is taken back then.");
        return confirmed >= 0 && records > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>The audit entry stands before the effect: who cannot be written down does not act.</summary>
    private static async Task<long> ConfirmAsync(HubSession session, string platform, string dataset, long records, string reason, CancellationToken ct)
    {
        string actor = $"command line:{Environment.UserName}";
        var audit = session.Get<AuditTrail>();
        await audit.WriteAsync(new AuditEntry(actor, "admin", "retract", platform, "asked", $"{dataset}, {records} records{(reason.Length > 0 ? ": " + reason : "")}"), ct);
        long confirmed = await session.Get<RetractionDesk>().ConfirmAsync(platform, dataset, records, ct);
        await audit.WriteAsync(new AuditEntry(actor, "admin", "retract", platform, confirmed > 0 ? "done" : "refused", $"{dataset}, {confirmed} records"), ct);
        return confirmed;
    }
}
