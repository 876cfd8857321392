using System.CommandLine;
using CreditHub.Pipelines.Agreement;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands.Platforms;

/// <summary><c>feedback [PLATFORM…]</c>: reads now what platforms found later about records they had accepted.</summary>
internal static class FeedbackCommand
{
    private static readonly Argument<string[]> Names = new("platform") { Description = "platforms by name; none: all enabled", Arity = ArgumentArity.ZeroOrMore };

    public static Command Create(CommandLine line) =>
        line.Command("feedback", "read now what platforms found later about records they had accepted", RunAsync, Names);

    private static async Task<int> RunAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(output.Note, ct);
        string[] names = words.GetValue(Names)!;
        names = names.Length > 0 ? names : [.. session.Config.Snapshot.Platforms.Values.Where(p => p.Enabled).Select(p => p.Name).Order(StringComparer.Ordinal)];
        var summaries = new List<FeedbackSummary>();
        foreach (string name in names)
        {
            summaries.Add(await session.Get<FeedbackIntake>().RunAsync(name, ct));
        }

        output.Document(summaries);
        output.Table(
            ["platform", "new", "to quarantine", "repairs and objections done", "waiting", "not read because"],
            summaries.Select(s => (IReadOnlyList<string>)[s.Platform, $"{s.Read:N0}", $"{s.Quarantined:N0}", $"{s.Acted:N0}", $"{s.Open:N0}", s.Message]));
        return summaries.TrueForAll(s => s.Message.Length == 0) ? ExitCode.Done : ExitCode.NotReachable;
    }
}
