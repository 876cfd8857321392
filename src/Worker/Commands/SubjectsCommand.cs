using System.CommandLine;
using System.Globalization;
using CreditHub.Pipelines.Reports;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands;

/// <summary><c>subjects [CODE]</c>: libraries and coverage, or one subject's file.</summary>
internal static class SubjectsCommand
{
    private const string NoNumber = "no denominator is set";

    private static readonly Argument<string?> Code = new("code") { Description = "unified code, other number or key of one subject", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create(CommandLine line) =>
        line.Command("subjects", "legal and natural persons: libraries and coverage, or the file of one", RunAsync, Code);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(output.Note, ct);
        var report = session.Get<SubjectReport>();
        if (words.GetValue(Code) is not { Length: > 0 } code)
        {
            ShowCounts(output, await report.CountAsync(ct), session.Config.Settings.LegalPersons, session.Config.Settings.Residents);
            return ExitCode.Done;
        }

        var file = await report.ReadAsync(code, ct) ?? await report.ReadAsync(code.ToUpperInvariant(), ct);
        if (file is null)
        {
            output.Note("No subject is known by this code: it was never seen, or a correction declared it void.");
            return ExitCode.Failed;
        }

        output.Document(file);
        ShowFile(output, file);
        return ExitCode.Done;
    }

    private static void ShowCounts(CommandOutput output, SubjectCounts counts, int legalPersons, int residents)
    {
        var coverage = new[] { Share("legal persons", counts.LegalPersons, legalPersons, 0.9), Share("residents", counts.Residents, residents, 0.8) };
        output.Document(new { counts.Libraries, counts.Merged, counts.Status, coverage });
        output.Table(
            ["library", "subjects", "with unified code"],
            counts.Libraries.Select(l => (IReadOnlyList<string>)[l.Library ?? "(not known)", $"{l.Subjects:N0}", $"{l.WithCode:N0}"]));
        output.Line($"{counts.Merged:N0} files turned out to be another's; {counts.Status.OpenFindings:N0} findings open; {counts.Status.WaitingRuns:N0} runs wait for their subjects.");
        foreach (var share in coverage)
        {
            output.Line(share.Text);
        }
    }

    private static Coverage Share(string whom, long have, int of, double target)
    {
        double? part = of > 0 ? (double)have / of : null;
        string goal = target.ToString("P0", CultureInfo.InvariantCulture);
        string text = part is double share
            ? string.Create(CultureInfo.InvariantCulture, $"Coverage of {whom}: {have:N0} of {of:N0} = {share:P1} (target {goal}: {(share >= target ? "reached" : "not reached")})")
            : string.Create(CultureInfo.InvariantCulture, $"Coverage of {whom}: {have:N0} have a file; {NoNumber} (Coverage in appsettings.json; target {goal})");
        return new Coverage(whom, have, of > 0 ? of : null, part, target, text);
    }

    private static void ShowFile(CommandOutput output, SubjectFile file)
    {
        output.Line($"Subject {file.SubjectNo}: {(file.NaturalPerson ? "a natural person" : file.Name ?? "(no name known)")}, library {file.Library ?? "(not known)"}");
        output.Table(
            ["name", "since", "until", "from"],
            file.Names.Select(n => (IReadOnlyList<string>)[n.Name, Day(n.Since), Day(n.Until), n.Register ? "register" : "other records"]));
        output.Table(
            ["code", "kind", "state", "since", "until", "replaced by"],
            file.Codes.Select(c => (IReadOnlyList<string>)[c.Key, c.Kind, c.State, Day(c.Since), Day(c.Until), c.Successor ?? ""]));
        output.Table(
            ["dataset", "records", "versions"],
            file.Records.Select(r => (IReadOnlyList<string>)[r.Dataset, $"{r.Records:N0}", $"{r.Versions:N0}"]));
        foreach (var finding in file.Findings)
        {
            output.Line($"{finding.Rule}: {finding.Message} (record {finding.RecordId}, version {finding.Version})");
        }
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private sealed record Coverage(string Whom, long Have, int? Of, double? Share, double Target, string Text);
}
