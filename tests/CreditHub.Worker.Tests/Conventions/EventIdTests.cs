using System.Globalization;
using System.Text.RegularExpressions;

namespace CreditHub.Worker.Tests.Conventions;

/// <summary>Event ids: blocks of 100 a folder, listed here.</summary>
public sealed class EventIdTests
{
    [Fact]
    public void Every_event_id_is_used_once_and_no_two_folders_share_a_block()
    {
        var id = new Regex(@"\[LoggerMessage\((?:EventId = )?([0-9]+)");
        var events = Repository.Sources("src")
            .SelectMany(f => f.Lines.Select((line, i) => (f, line, i)))
            .Select(l => (l.f, l.i, Match: id.Match(l.line)))
            .Where(l => l.Match.Success)
            .Select(l => (l.f.Folder, Place: $"{l.f.Name}:{l.i + 1}", Id: int.Parse(l.Match.Groups[1].Value, CultureInfo.InvariantCulture)))
            .ToList();
        Assert.NotEmpty(events);
        var twice = events.GroupBy(e => e.Id).Where(g => g.Count() > 1).SelectMany(g => g.Select(e => $"{e.Place}: {e.Id} twice"));
        var shared = events.GroupBy(e => e.Id / 100).Where(g => g.Select(e => e.Folder).Distinct().Count() > 1)
            .SelectMany(g => g.DistinctBy(e => e.Folder).Select(e => $"{e.Place}: block {g.Key}00 is shared"));
        Repository.Fail(string.Join('\n', twice.Concat(shared)));
    }

    [Fact]
    public void Every_log_line_has_an_event_id()
    {
        var without = new Regex(@"\[LoggerMessage\((?!(?:EventId = )?[0-9])");
        Repository.Fail(string.Join('\n', Repository.Sources("src").SelectMany(f => f.Where(line => without.IsMatch(line)))));
    }
}
