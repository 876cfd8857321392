using System.Globalization;
using System.Runtime.CompilerServices;
using CreditHub.Connectors.Sources.Rest.Paging;
using CreditHub.Connectors.Sources.Rest.Requests;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>Collects a list from a supplier's HTTP API: one collection, or one for each time window. A collection without records is a payload too.</summary>
internal sealed class RestSource(string name, RestSettings settings, Func<PageAsk, PageWalk> walk, RequestPace pace, TimeProvider time) : ISource
{
    private bool Xml => settings.Answers.Records.IsXml;

    /// <inheritdoc/>
    public async IAsyncEnumerable<FetchedPayload> FetchAsync(FetchWindow window, [EnumeratorCancellation] CancellationToken ct)
    {
        pace.Begin();
        var began = time.GetUtcNow();
        var collections = settings.TimeWindows is { } windows && window.Subject is null
            ? WindowsAsync(windows, window, began, ct)
            : WholeAsync(window, began, ct);
        await foreach (var collection in collections.ConfigureAwait(false))
        {
            await foreach (var payload in collection.PayloadsAsync(Xml, ct).ConfigureAwait(false))
            {
                yield return payload;
            }

            if (collection.Walk.Broken)
            {
                // what follows would move the cursor past what is missing
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    public Task SettleAsync(SettledPayload payload, CancellationToken ct) => Task.CompletedTask;

    private async IAsyncEnumerable<RestCollection> WholeAsync(FetchWindow window, DateTimeOffset began, [EnumeratorCancellation] CancellationToken ct)
    {
        var (ask, title) = Ask(window, began);
        var collection = new RestCollection(walk(ask), title, window.From, CursorAfter(window, began));
        await collection.BeginAsync(ct).ConfigureAwait(false);
        if (!collection.Walk.Ignored)
        {
            yield return collection;
        }
    }

    /// <summary>Windows without records are passed over, but for the last one: it brings the cursor here and is the zero report when all are empty.</summary>
    private async IAsyncEnumerable<RestCollection> WindowsAsync(TimeWindows windows, FetchWindow window, DateTimeOffset began, [EnumeratorCancellation] CancellationToken ct)
    {
        bool moves = window.FromDate is null && window.ToDate is null;
        var end = RestTime.WholeSecond(began - windows.Lag);
        var from = moves ? RestCursor.Read(window.From, began) ?? windows.Start : window.FromDate is { } first ? RestTime.StartOf(first) : windows.Start;
        end = window.ToDate is { } last && RestTime.StartOf(last.AddDays(1)) < end ? RestTime.StartOf(last.AddDays(1)) : end;
        var length = windows.Length;
        int used = 0, dearest = 1;
        for (int made = 1; from < end;)
        {
            var until = from + length < end ? RestTime.WholeSecond(from + length) : end;
            var before = moves && from > windows.Start ? RestCursor.At(from) : window.From;
            var collection = new RestCollection(walk(Ask(windows, from, until, began)), Title(began) + Span(from, until), before, moves ? RestCursor.At(until) : window.From);
            used = pace.Used;
            await collection.BeginAsync(ct).ConfigureAwait(false);
            if (collection.Walk.Ignored)
            {
                yield break;
            }

            if (IsTooFull(windows, collection.Walk))
            {
                length = (until - from) / 2 >= windows.Least ? (until - from) / 2 : throw TooFull(windows);
                continue;
            }

            bool ends = until == end || made == windows.PerRun || pace.Left <= dearest;
            if (collection.Walk.Ahead.Rows > 0 || collection.Walk.Broken || ends)
            {
                made++;
                yield return collection;
            }

            if (ends)
            {
                yield break;
            }

            dearest = Math.Max(dearest, pace.Used - used);
            from = until;
            length = length * 2 < windows.Length ? length * 2 : windows.Length;
        }
    }

    /// <summary>A window answered whole may have been cut at the limit; one that says its total is too full only beyond it.</summary>
    private static bool IsTooFull(TimeWindows windows, PageWalk walk) =>
        windows.Most is { } most && (walk.Ahead.Total is { } total ? total > most : walk.Ahead.Rows >= most);

    private static ConnectorException TooFull(TimeWindows windows) => new(
        FailureKind.Config, string.Create(CultureInfo.InvariantCulture, $"more than {windows.Most} records within {windows.Least.TotalSeconds} s: raise timeWindows.maxPerWindow, or lower leastSeconds"));

    private string Title(DateTimeOffset began) => $"{name}-{RestTime.Write(began, "yyyyMMdd'T'HHmmssfff")}";

    private static string Span(DateTimeOffset from, DateTimeOffset until) => $"-{RestTime.Write(from, "yyyyMMddHHmmss")}-{RestTime.Write(until, "yyyyMMddHHmmss")}";

    private PageAsk Ask(TimeWindows windows, DateTimeOffset from, DateTimeOffset until, DateTimeOffset began)
    {
        var ask = new AskDraft();
        ask.Set(Placeholder.Date, "", RestTime.Write(began.AddDays(-settings.Date.DaysBack), settings.Date.Format));
        ask.Set(Placeholder.Since, windows.From, RestTime.Write(from - windows.Overlap, windows.Format));
        ask.Set(Placeholder.Until, windows.To, RestTime.Write(until, windows.Format));
        return ask.Finish();
    }

    private (PageAsk Ask, string Title) Ask(FetchWindow window, DateTimeOffset began)
    {
        var ask = new AskDraft();
        string title = Title(began);
        ask.Set(Placeholder.Date, "", RestTime.Write(began.AddDays(-settings.Date.DaysBack), settings.Date.Format));
        if (window.Subject is { } subject)
        {
            ask.Set(Placeholder.Subject, settings.SubjectParameter ?? throw Lacks("subject", "subjectParameter"), subject);
            title += "-subject";
        }

        if (window.FromDate is not null || window.ToDate is not null)
        {
            var days = settings.Window ?? throw Lacks("window", "window");
            ask.Set(Placeholder.From, days.From, window.FromDate is { } first ? RestTime.Write(first, days.Format) : null);
            ask.Set(Placeholder.To, days.To, window.ToDate is { } last ? RestTime.Write(last, days.Format) : null);
            title += string.Create(CultureInfo.InvariantCulture, $"-{window.FromDate:yyyyMMdd}-{window.ToDate:yyyyMMdd}");
        }
        else if (window.Subject is null && settings.UpdatedSince is { } since && RestCursor.Read(window.From, began) is { } moment)
        {
            ask.Set(Placeholder.Since, since.Parameter, RestTime.Write(moment, since.Format));
        }

        return (ask.Finish(), title);
    }

    private ConnectorException Lacks(string what, string key) =>
        new(FailureKind.Config, $"{name} has no {what}: its source settings lack \"{key}\"");

    /// <summary>Window and subject runs never move the cursor; a clock set back never moves it backwards.</summary>
    private Cursor CursorAfter(FetchWindow window, DateTimeOffset began)
    {
        if (window.Subject is not null || window.FromDate is not null || window.ToDate is not null)
        {
            return window.From;
        }

        var moment = began - (settings.UpdatedSince?.Lag ?? TimeSpan.Zero);
        return settings.UpdatedSince is not null && RestCursor.Read(window.From, began) is { } before && before > moment ? window.From : RestCursor.At(moment);
    }
}
